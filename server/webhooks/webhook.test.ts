import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isPrivateAddress } from './private-address.ts'
import { postWebhook, signatureOf, type WebhookCall } from './webhook.ts'

let server: Server
let heard: { headers: IncomingHttpHeaders; body: string; path: string }[]
let answer: { status: number; headers?: Record<string, string> }
beforeEach(async () => {
  heard = []
  answer = { status: 204 }
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      heard.push({ headers: request.headers, body, path: request.url ?? '' })
      response.writeHead(answer.status, answer.headers).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => server.close())

const call = (change: Partial<WebhookCall> = {}): WebhookCall => ({
  id: 'n1',
  url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
  body: '{"type":"alarm"}',
  secret: 'sır',
  at: 1_790_000_000_000,
  allowsPrivate: true,
  ...change,
})

describe('a webhook', () => {
  it('posts JSON, signed, under an id that a repetition shares', async () => {
    await postWebhook(call())
    expect(heard).toHaveLength(1)
    expect(heard[0]).toMatchObject({ body: '{"type":"alarm"}', path: '/hook' })
    expect(heard[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'idempotency-key': 'n1' })
    expect(heard[0]?.headers['x-quaywatch-signature']).toBe(signatureOf(call()))
    expect(signatureOf(call())).toMatch(/^t=1790000000,v1=[0-9a-f]{64}$/)
    expect(signatureOf(call({ body: '{}' }))).not.toBe(signatureOf(call()))
  })

  it.each([301, 302, 307, 400, 404, 500])(
    'that is answered with %d is not delivered, nor redirected',
    async (status) => {
      answer = { status, headers: { location: call().url } }
      await expect(postWebhook(call())).rejects.toThrow(`answered ${status}`)
      expect(heard).toHaveLength(1)
    },
  )

  it.each([
    'http://127.0.0.1:9/x',
    'https://127.0.0.1:9/x',
    'https://[::1]:9/',
    'https://localhost:9/',
    'https://2130706433/',
  ])('does not reach into this machine: %s', async (url) => {
    await expect(postWebhook(call({ url, allowsPrivate: false }))).rejects.toThrow(/private|https/)
  })

  it('gives up on a server that is not there', async () => {
    const late = call()
    server.close()
    await expect(postWebhook(late)).rejects.toThrow()
  })
})

describe('private addresses', () => {
  it.each([
    ['127.0.0.1', true],
    ['10.1.2.3', true],
    ['172.31.0.1', true],
    ['192.168.1.1', true],
    ['169.254.169.254', true],
    ['100.100.0.1', true],
    ['::1', true],
    ['fd00::1', true],
    ['::ffff:10.0.0.1', true],
    ['8.8.8.8', false],
    ['172.32.0.1', false],
    ['2a00:1450::1', false],
  ])('%s: %s', (address, isPrivate) => {
    expect(isPrivateAddress(address)).toBe(isPrivate)
  })
})

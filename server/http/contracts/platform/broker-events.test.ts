import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../../test-hub.ts'
import { makeMarina } from '../../test-marina.ts'

let test: TestHub
let marina: Awaited<ReturnType<typeof makeMarina>>
let secret: string
const CLIENT = 'uc-1'

/** As EMQX 5 sends it with `SELECT *`. */
const emqx = (event: 'connected' | 'disconnected', fields: object) => ({
  event: `client.${event}`,
  clientid: CLIENT,
  username: CLIENT,
  peername: '10.0.0.9:51234',
  sockname: '10.0.0.1:1883',
  node: 'emqx@127.0.0.1',
  metadata: { rule_id: 'quaywatch' },
  ...fields,
})

async function tell(event: 'connected' | 'disconnected', fields: object, headers?: Record<string, string>) {
  const answer = await test.call('POST', `/api/internal/gateway/${event}`, {
    token: null,
    json: emqx(event, fields),
    headers: headers ?? { 'x-quaywatch-secret': secret },
  })
  return { status: answer.status, result: answer.body.result, code: answer.body.error_code }
}
const isOnline = async () => (await test.call('GET', `/api/gateways/${marina.mqtt.id}`)).body.is_online

beforeAll(async () => {
  test = await startTestHub()
  marina = await makeMarina(test)
  secret = (await test.call('GET', '/api/console/broker-webhooks')).body.secret
})
afterAll(() => test.stop())

describe('events of an external broker', () => {
  it('are taken with the secret, as a bearer or in its own header, and from listed addresses only', async () => {
    expect(await tell('connected', { connected_at: 100_000_000_000 }, {})).toMatchObject({ status: 401 })
    expect(await tell('connected', { connected_at: 100_000_000_000 }, { 'x-quaywatch-secret': 'x' })).toMatchObject({
      status: 401,
    })
    const bearer = { authorization: `Bearer ${secret}` }
    expect(await tell('connected', { connected_at: 100_000_000_000 }, bearer)).toEqual({
      status: 202,
      result: 'applied',
    })
    await test.call('PATCH', '/api/console/broker-webhooks', { json: { allowed_addresses: ['10.0.0.0/8'] } })
    expect(await tell('connected', { connected_at: 100_000_000_000 })).toMatchObject({
      status: 403,
      code: 'PERMISSION_DENIED',
    })
    const wrong = await test.call('PATCH', '/api/console/broker-webhooks', { json: { allowed_addresses: ['home'] } })
    expect(wrong.status).toBe(400)
    await test.call('PATCH', '/api/console/broker-webhooks', { json: { allowed_addresses: ['127.0.0.1', '::1'] } })
    expect((await test.call('GET', '/api/console/broker-webhooks', { token: null })).status).toBe(401)
  })

  it('that come late or twice change nothing; a client taken over is not gone', async () => {
    const t0 = test.clock.now()
    await tell('connected', { connected_at: t0 })
    expect(await isOnline()).toBe(true)
    expect(
      await tell('disconnected', { connected_at: t0 - 500, disconnected_at: t0 + 5, reason: 'tcp_closed' }),
    ).toEqual({
      status: 202,
      result: 'stale',
    })
    expect((await tell('connected', { connected_at: t0 })).result).toBe('stale')
    for (const reason of ['takenover', 'discarded'])
      expect((await tell('disconnected', { connected_at: t0, disconnected_at: t0 + 6, reason })).result).toBe('ignored')
    expect(await isOnline()).toBe(true)
    await tell('disconnected', { connected_at: t0, disconnected_at: t0 + 7, reason: 'keepalive_timeout' })
    expect(await isOnline()).toBe(false)
  })

  it('about clients that are no gateways are nothing wrong', async () => {
    const now = test.clock.now()
    expect(await tell('connected', { clientid: 'dashboard-7', connected_at: now })).toEqual({
      status: 202,
      result: 'ignored',
    })
    const answer = await test.call('POST', '/api/internal/gateway/connected', {
      token: null,
      json: { nothing: true },
      headers: { 'x-quaywatch-secret': secret },
    })
    expect(answer.status).toBe(422)
  })

  it('that were lost are made up for by what is heard, and by silence', async () => {
    const began = test.clock.now()
    await tell('connected', { connected_at: began })
    expect(await isOnline()).toBe(true)
    await test.clock.advance(6 * 60_000)
    expect(await isOnline()).toBe(false)
    await tell('disconnected', { connected_at: began, disconnected_at: test.clock.now(), reason: 'normal' })
    await test.clock.advance(1_000)
    await test.intake.readings([
      { deviceId: marina.pedestal.id, at: test.clock.now(), values: { voltage_l1: 230 }, quality: 'good' },
    ])
    await test.clock.advance(20_000)
    expect(await isOnline()).toBe(true)
  })

  it('need the new secret once there is one', async () => {
    const old = secret
    secret = (await test.call('PATCH', '/api/console/broker-webhooks', { json: { renew_secret: true } })).body.secret
    expect(secret).not.toBe(old)
    expect((await tell('connected', { connected_at: 1e12 }, { 'x-quaywatch-secret': old })).status).toBe(401)
    expect((await tell('connected', { connected_at: 1e12 })).status).toBe(202)
  })
})

import { afterEach, describe, expect, it } from 'vitest'
import { smtp } from './smtp.ts'
import { type MailServer, startMailServer } from './test-mail-server.ts'

let server: MailServer | null = null
afterEach(async () => {
  await server?.stop()
  server = null
})

const mail = { id: 'n1', to: 'lead@harbour.example', subject: 'Yüksek: İskele A', text: 'Güç 7450 W > 7000 W\n' }
const accountOf = (port: number, change: object = {}) => ({
  host: '127.0.0.1',
  port,
  security: 'none' as const,
  username: null,
  password: null,
  from: 'quaywatch@harbour.example',
  ...change,
})

describe('SMTP', () => {
  it('hands over a message with a steady id', async () => {
    server = await startMailServer()
    await smtp.post(accountOf(server.port), mail)
    expect(server.received).toHaveLength(1)
    expect(server.received[0]?.to).toEqual(['lead@harbour.example'])
    expect(server.received[0]?.text).toContain('Message-ID: <n1@quaywatch>')
    expect(server.received[0]?.text).toContain('Auto-Submitted: auto-generated')
  })

  it('signs in, and says so when it may not', async () => {
    server = await startMailServer({ username: 'hub', password: 'sır' })
    await smtp.post(accountOf(server.port, { username: 'hub', password: 'sır' }), mail)
    expect(server.received).toHaveLength(1)
    await expect(smtp.post(accountOf(server.port, { username: 'hub', password: 'x' }), mail)).rejects.toThrow(/login/i)
  })

  it('does not send in the clear where STARTTLS is asked for', async () => {
    server = await startMailServer()
    await expect(smtp.post(accountOf(server.port, { security: 'starttls' }), mail)).rejects.toThrow()
    expect(server.received).toEqual([])
  })

  it('lets nobody write headers through a subject or an address', async () => {
    server = await startMailServer()
    await smtp.post(accountOf(server.port), { ...mail, subject: 'x\r\nBcc: other@harbour.example' })
    expect(server.received[0]?.to).toEqual(['lead@harbour.example'])
    expect(server.received[0]?.text).not.toMatch(/^Bcc:/m)
  })
})

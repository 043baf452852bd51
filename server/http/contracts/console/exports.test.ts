import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { ADMIN, startTestHub, type TestHub } from '../../test-hub.ts'
import { makeMarina } from '../../test-marina.ts'

const FROM = Date.parse('2026-05-01T00:00:00Z')
const ROWS = 150_000

describe('exports in the background', () => {
  let folder: string
  let test: TestHub
  let deviceId: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quaywatch-exports-'))
    test = await startTestHub({ folder })
    deviceId = (await makeMarina(test)).meter.id
    const readings = Array.from({ length: ROWS }, (_, i) => ({
      deviceId,
      at: FROM + i * 1000,
      values: { active_power: 1000 + (i % 100) / 10, voltage_l1: 230 },
      quality: 'good' as const,
    }))
    await test.intake.readings(readings)
  }, 30_000)
  afterAll(async () => {
    await test.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const body = (change: object = {}) => ({
    device_id: deviceId,
    start: '2026-05-01T00:00:00Z',
    end: '2026-05-04T00:00:00Z',
    interval: 'raw',
    format: 'xlsx',
    ...change,
  })
  const begin = async (change: object = {}) => {
    const answer = await test.call('POST', '/api/measurements/export', { json: body(change) })
    expect(answer.status).toBe(202)
    return answer.body
  }
  const job = async (id: string) => (await test.call('GET', `/api/console/exports/${id}`)).body
  const becomes = (id: string, status: string) =>
    vi.waitFor(async () => expect((await job(id)).status).toBe(status), { timeout: 20_000, interval: 100 })

  it('begin by themselves above the row limit of the format', async () => {
    const begun = await begin()
    expect(begun).toMatchObject({ rows_total: ROWS, can_cancel: true, is_over: false })
    await becomes(begun.id, 'done')
    expect(await job(begun.id)).toMatchObject({ rows_done: ROWS, detail: null })
    expect(await readdir(join(folder, 'exports'))).toContain(begun.id)
  }, 30_000)

  it('run two at once, and stop at once when they are cancelled, leaving no file', async () => {
    const all = [await begin(), await begin(), await begin()]
    const [first, second, third] = await Promise.all(all.map(({ id }) => job(id)))
    expect([first.status, second.status, third.status]).toEqual(['running', 'running', 'queued'])
    expect((await test.call('GET', `/api/console/exports/${third.id}/file`)).body.error_code).toBe('STATE_CONFLICT')
    expect((await test.call('DELETE', `/api/console/exports/${first.id}`)).body.error_code).toBe('STATE_CONFLICT')
    for (const { id } of all) {
      const cancelled = await test.call('POST', `/api/console/exports/${id}/cancel`)
      expect([cancelled.status, cancelled.body.status]).toEqual([200, 'cancelled'])
    }
    const left = await readdir(join(folder, 'exports'))
    expect(all.filter(({ id }) => left.includes(id))).toEqual([])
  }, 30_000)

  it('are limited to five for one user', async () => {
    const all = []
    for (let i = 0; i < 5; i++) all.push(await begin())
    const refused = await test.call('POST', '/api/measurements/export', { json: body() })
    expect([refused.status, refused.body.error_code]).toEqual([422, 'BUSINESS_RULE_VIOLATION'])
    for (const { id } of all) await test.call('POST', `/api/console/exports/${id}/cancel`)
  }, 30_000)

  it('tell the window of their edges', async () => {
    const { access_token: token } = (await test.call('POST', '/api/auth/login', { json: ADMIN })).body
    const socket = new WebSocket(`${test.hub.url.replace('http', 'ws')}/ws/console?token=${token}`)
    const heard: string[] = []
    socket.on('message', (data) => heard.push(JSON.parse(String(data)).entity))
    await vi.waitFor(() => expect(socket.readyState).toBe(WebSocket.OPEN))
    const { id } = await begin({ interval: 'daily', background: true })
    await becomes(id, 'done')
    await vi.waitFor(() => expect(heard.filter((entity) => entity === 'export').length).toBeGreaterThanOrEqual(3))
    socket.close()
  })

  it('let their thread go when a caller hangs up in the middle', async () => {
    const { access_token: token } = (await test.call('POST', '/api/auth/login', { json: ADMIN })).body
    for (let i = 0; i < 12; i++) {
      await test.clock.advance(1000)
      const hangUp = new AbortController()
      const answer = await fetch(`${test.hub.url}/api/measurements/export`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body({ format: 'csv' })),
        signal: hangUp.signal,
      })
      await answer.body?.getReader().read()
      hangUp.abort()
    }
    const whole = await test.call('POST', '/api/measurements/export', { json: body({ format: 'csv' }) })
    expect(whole.text.trim().split('\r\n')).toHaveLength(ROWS + 1)
  }, 30_000)

  it('have failed after a restart, and say why', async () => {
    const { id } = await begin()
    const before = await readdir(join(folder, 'exports'))
    await test.stop()
    test = await startTestHub({ folder })
    expect(await job(id)).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('yarıda kaldı'),
      is_over: true,
    })
    const after = await readdir(join(folder, 'exports'))
    expect(after).toEqual(before.filter((name) => name !== id))
  }, 30_000)
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../../test-hub.ts'

describe('Zigbee lines of the platform contract', () => {
  let test: TestHub
  beforeAll(async () => {
    test = await startTestHub()
  })
  afterAll(() => test.stop())

  const generate = async (json: object = {}) =>
    (await test.call('POST', '/api/v1/zigbee/claims/generate', { json })).body as { id: string; code: string }
  const redeem = (code: string) => test.intake.claim(code)

  it('POST claims/generate shows the code once; pending lists it without', async () => {
    const answer = await test.call('POST', '/api/v1/zigbee/claims/generate', { json: { name: 'Teknik oda' } })
    expect(answer.status).toBe(201)
    expect(Object.keys(answer.body).sort()).toEqual(['code', 'expires_at', 'id'])
    expect(Date.parse(answer.body.expires_at) - test.clock.now()).toBe(15 * 60_000)
    const pending = await test.call('GET', '/api/v1/zigbee/claims/pending')
    expect(pending.body).toMatchObject({ total: 1, skip: 0, limit: 50 })
    expect(pending.text).not.toContain(answer.body.code)
    expect(pending.text).not.toContain('sha256')
    await test.call('DELETE', `/api/v1/zigbee/claims/${answer.body.id}`)
  })

  it('DELETE claims/{id} makes the code worthless; a second time it conflicts', async () => {
    const { id, code } = await generate()
    expect((await test.call('DELETE', `/api/v1/zigbee/claims/${id}`)).status).toBe(204)
    expect(await redeem(code)).toEqual({ refused: 'wrong code' })
    expect((await test.call('DELETE', `/api/v1/zigbee/claims/${id}`)).body.error_code).toBe('STATE_CONFLICT')
    expect((await test.call('DELETE', '/api/v1/zigbee/claims/none')).status).toBe(404)
  })

  it('a code is used once, makes one gateway with credentials, and is on record', async () => {
    const { code } = await generate({ name: 'Çatı' })
    const [first, second] = await Promise.all([redeem(code), redeem(code)])
    const won = [first, second].filter((answer) => 'gatewayId' in answer)
    expect(won).toHaveLength(1)
    const list = await test.call('GET', '/api/v1/zigbee/gateways?sort_by=name&sort_order=asc')
    expect(list.body.items).toMatchObject([{ name: 'Çatı', is_online: false, node_count: 0, is_join_open: false }])
    expect(list.text).not.toContain('password')
    const audit = await test.call('GET', '/api/console/audit?entity=zigbee_claim&action=redeem')
    expect(audit.body.total).toBe(1)
  })

  it('a code expires after its minutes', async () => {
    const { code } = await generate({ ttl_minutes: 1 })
    await test.clock.advance(60_000)
    expect(await redeem(code)).toEqual({ refused: 'wrong code' })
    expect((await test.call('GET', '/api/v1/zigbee/claims/pending')).body.total).toBe(0)
  })

  it('five wrong secrets burn a code', async () => {
    const { code } = await generate()
    const wrong = `${code.slice(0, 5)}${code.slice(5) === 'AAAA-AAAA' ? 'BBBB-BBBB' : 'AAAA-AAAA'}`
    for (let tries = 0; tries < 5; tries++) expect(await redeem(wrong)).toEqual({ refused: 'wrong code' })
    expect(await redeem(code)).toEqual({ refused: 'wrong code' })
    const audit = await test.call('GET', '/api/console/audit?entity=zigbee_claim&action=burn')
    expect(audit.body.total).toBe(1)
  })

  it('strangers together get thirty tries a minute', async () => {
    await test.clock.advance(60_000)
    for (let tries = 0; tries < 30; tries++) expect(await redeem('AAAA-BBBB-CCCC')).toEqual({ refused: 'wrong code' })
    expect(await redeem('AAAA-BBBB-CCCC')).toEqual({ refused: 'try later' })
    await test.clock.advance(61_000)
    expect(await redeem('AAAA-BBBB-CCCC')).toEqual({ refused: 'wrong code' })
  })

  it('GET, PUT and DELETE gateways/{id}', async () => {
    const made = await test.call('POST', '/api/gateways', {
      json: { name: 'Zigbee', type: 'zigbee', connection: { base_topic: 'zb' } },
    })
    expect(made.body).toMatchObject({ username: expect.stringMatching(/^zigbee-/), password: expect.any(String) })
    const path = `/api/v1/zigbee/gateways/${made.body.id}`
    expect((await test.call('GET', path)).body).toMatchObject({ name: 'Zigbee', base_topic: 'zb', version: null })
    expect((await test.call('PUT', path, { json: { name: 'Zigbee 2', base_topic: 'zb2' } })).body).toMatchObject({
      name: 'Zigbee 2',
      base_topic: 'zb2',
    })
    expect((await test.call('PUT', path, { json: { base_topic: 'quaywatch/x' } })).status).toBe(422)
    expect((await test.call('PUT', path, { json: { isim: 'x' } })).status).toBe(422)
    expect((await test.call('GET', `${path}/devices`)).body).toEqual({ items: [], total: 0, skip: 0, limit: 50 })
    expect((await test.call('DELETE', path)).status).toBe(204)
    expect((await test.call('GET', path)).body.error_code).toBe('RESOURCE_NOT_FOUND')
  })

  it('a gateway of another type is not a Zigbee gateway', async () => {
    const mqtt = await test.call('POST', '/api/gateways', {
      json: { name: 'Uç', type: 'mqtt', connection: { client_id: 'uc' } },
    })
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/devices'],
    ])
      expect((await test.call(method ?? '', `/api/v1/zigbee/gateways/${mqtt.body.id}${path}`)).status).toBe(404)
  })

  it('a bridge that is away or silent is a conflict, and nothing stays open', async () => {
    const made = await test.call('POST', '/api/gateways', {
      json: { name: 'Uzak', type: 'zigbee', connection: { base_topic: 'uzak' } },
    })
    const path = `/api/console/zigbee/gateways/${made.body.id}/join`
    test.hardware.isConnected = () => false
    expect((await test.call('POST', path, { json: {} })).body).toMatchObject({ error_code: 'STATE_CONFLICT' })
    test.hardware.isConnected = () => true
    const silent = test.call('POST', path, { json: { duration_s: 60 } })
    await expect.poll(() => test.hardware.published).toHaveLength(2)
    expect(test.hardware.published.at(-1)?.topic).toBe('bridge/request/permit_join')
    await test.clock.advance(10_000)
    expect((await silent).body).toMatchObject({ error_code: 'STATE_CONFLICT' })
    expect((await test.call('POST', path, { json: { duration_s: 255 } })).status).toBe(422)
  })

  it('a network that stays open becomes an alarm, until it is shut', async () => {
    const made = await test.call('POST', '/api/gateways', {
      json: { name: 'Açık', type: 'zigbee', connection: { base_topic: 'acik' } },
    })
    const say = (isOpen: boolean) =>
      test.intake.reports([
        {
          gatewayId: made.body.id,
          topic: 'bridge/info',
          payload: JSON.stringify({ permit_join: isOpen, permit_join_end: test.clock.now() + 60_000 }),
          isRetained: true,
          at: test.clock.now(),
        },
      ])
    const open = async () =>
      (await test.call('GET', '/api/alarms/incidents?status=active')).body.items.filter(
        (incident: { origin: string }) => incident.origin === 'zigbee_join_open',
      )
    await say(true)
    await test.clock.advance(70_000)
    expect(await open()).toHaveLength(0)
    for (let waited = 0; waited < 6; waited++) await test.clock.advance(15_000)
    await expect.poll(open).toMatchObject([{ gateway_id: made.body.id, severity: 'high' }])
    await say(false)
    await expect.poll(open).toHaveLength(0)
  })
})

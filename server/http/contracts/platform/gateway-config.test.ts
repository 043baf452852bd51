import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../../test-hub.ts'
import { makeMarina } from '../../test-marina.ts'

let test: TestHub
let marina: Awaited<ReturnType<typeof makeMarina>>

interface Sent {
  readonly id: string
  readonly version: number
  readonly hash: string
  readonly config: { devices: { external_id: string; name: string }[] }
  readonly rollback_of?: string
}

const sent = (): Sent[] =>
  test.hardware.published.filter(({ topic }) => topic === 'config/set').map(({ payload }) => JSON.parse(payload))
const preview = async (id = marina.mqtt.id) => (await test.call('GET', `/api/gateways/${id}/rawconfig/preview`)).body
const sync = () => test.call('POST', `/api/gateways/${marina.mqtt.id}/rawconfig/sync`)
const history = async () =>
  (await test.call('GET', `/api/console/gateways/${marina.mqtt.id}/config-history`)).body.items
const report = (body: object) =>
  test.intake.reports([
    {
      gatewayId: marina.mqtt.id,
      topic: 'config/reported',
      payload: JSON.stringify(body),
      isRetained: false,
      at: test.clock.now(),
    },
  ])
const link = (isOnline: boolean) =>
  test.intake.links([{ gatewayId: marina.mqtt.id, isOnline, since: test.clock.now(), cause: null }])
const rename = (name: string) => test.call('PUT', `/api/devices/${marina.pedestal.id}`, { json: { name } })

beforeAll(async () => {
  test = await startTestHub()
  marina = await makeMarina(test)
  await link(true)
})
afterAll(() => test.stop())
beforeEach(() => {
  test.hardware.published.length = 0
})

describe('the configuration of a gateway', () => {
  it('is the same text and hash until something changes, and holds no secret', async () => {
    const first = await preview()
    expect(first).toMatchObject({ applied_by: 'gateway', state: 'never_reported', reported: null, push: null })
    expect(first.desired).toMatchObject({ version: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect((await preview()).desired).toEqual(first.desired)
    expect(JSON.stringify(first)).not.toMatch(/password/i)
    await rename('B-12 yeni')
    expect((await preview()).desired.hash).not.toBe(first.desired.hash)
  })

  it('of a line that the hub polls is in force at once', async () => {
    const view = await preview(marina.modbus.id)
    expect(view).toMatchObject({ applied_by: 'hub', state: 'in_sync', diff: [], push: null })
    expect(view.desired.config.templates[0].key).toBe('eastron-sdm630')
    const answer = await test.call('POST', `/api/gateways/${marina.modbus.id}/rawconfig/sync`)
    expect([answer.status, answer.body.state]).toEqual([202, 'in_sync'])
    expect(sent()).toEqual([])
  })

  it('is sent, acknowledged by its hash, and drifts when something changes afterwards', async () => {
    const answer = await sync()
    expect([answer.status, answer.body.state, answer.body.push.status]).toEqual([202, 'pending', 'sent'])
    const [message] = sent()
    expect(message).toMatchObject({ version: 1, hash: answer.body.desired.hash })
    await report({ id: message?.id, version: 1, hash: message?.hash })
    expect(await preview()).toMatchObject({ state: 'in_sync', diff: [], push: { status: 'acknowledged' } })

    await rename('B-12')
    const drifted = await preview()
    expect(drifted).toMatchObject({ state: 'drifted', desired: { version: 2 } })
    expect(drifted.diff).toEqual([{ path: 'devices.b-12.name', kind: 'changed', from: 'B-12 yeni', to: 'B-12' }])
    const states = (await test.call('GET', '/api/console/gateways/config-states')).body.items
    expect(states).toContainEqual({ gateway_id: marina.mqtt.id, state: 'drifted' })
  })

  it('that nobody answers is undone in sight of everybody', async () => {
    await sync()
    const [message] = sent()
    await test.clock.advance(70_000)
    const [first, second] = sent()
    expect(first?.id).toBe(message?.id)
    expect(second).toMatchObject({ version: 3, rollback_of: message?.id })
    expect(second?.config.devices[0]?.name).toBe('B-12 yeni')
    await report({ id: second?.id, hash: second?.hash })
    expect((await preview()).state).toBe('failed')
    expect((await history()).map(({ status }: { status: string }) => status)).toEqual([
      'acknowledged',
      'rolled_back',
      'acknowledged',
    ])
    const audit = (await test.call('GET', '/api/console/audit?action=roll_back_config')).body.items
    expect(audit).toMatchObject([{ actor_id: null, detail: { rollback_of: message?.id } }])
  })

  it('that a gateway refuses, or takes over as something else, has failed', async () => {
    await sync()
    const message = sent().at(-1)
    await report({ id: message?.id, hash: message?.hash, error: 'no memory' })
    expect(await preview()).toMatchObject({ state: 'failed', push: { status: 'failed', error: 'no memory' } })
    await sync()
    const again = sent().at(-1)
    await report({ id: again?.id, hash: again?.hash, config: { devices: [] } })
    const view = await preview()
    expect(view.push.status).toBe('failed')
    expect(view.reported.config).toEqual({ devices: [] })
    expect(view.diff.length).toBeGreaterThan(0)
  })

  it('waits for a gateway that is away, and only the newest does', async () => {
    await link(false)
    test.hardware.isConnected = () => false
    expect((await sync()).body.push).toMatchObject({ status: 'queued', waits_for: 'gateway' })
    await rename('B-12 son')
    expect((await sync()).body.push.status).toBe('queued')
    test.hardware.isConnected = () => true
    test.hardware.published.length = 0
    await link(true)
    await report({ hash: '0'.repeat(64) })
    const messages = sent()
    expect(messages).toHaveLength(1)
    expect(messages[0]?.config.devices[0]?.name).toBe('B-12 son')
    await report({ hash: messages[0]?.hash, version: messages[0]?.version })
    expect((await preview()).state).toBe('in_sync')
    expect((await history())[1].status).toBe('superseded')
  })

  it('of a disabled or unknown gateway is not sent', async () => {
    expect((await test.call('POST', '/api/gateways/nobody/rawconfig/sync')).status).toBe(404)
    await test.call('PUT', `/api/gateways/${marina.mqtt.id}`, { json: { is_enabled: false } })
    expect((await sync()).body.error_code).toBe('BUSINESS_RULE_VIOLATION')
  })
})

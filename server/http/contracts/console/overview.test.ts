import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../../test-hub.ts'
import { makeMarina } from '../../test-marina.ts'

let test: TestHub
let marina: Awaited<ReturnType<typeof makeMarina>>
const say = (deviceId: string, activePower: number) =>
  test.intake.readings([
    { deviceId, at: test.clock.now(), values: { active_power: activePower, energy_import: 1000 }, quality: 'good' },
  ])

beforeAll(async () => {
  test = await startTestHub()
  marina = await makeMarina(test)
  const zigbee = await test.call('POST', '/api/gateways', {
    json: { name: 'Zigbee', type: 'zigbee', connection: { base_topic: 'zb' } },
  })
  const made = async (json: object) => (await test.call('POST', '/api/devices', { json })).body.id as string
  await made({ name: 'Kesici', device_type: 'breaker', gateway_id: marina.mqtt.id, parent_id: marina.pedestal.id })
  const plug = await made({ name: 'Priz', device_type: 'zigbee', gateway_id: zigbee.body.id })
  await say(marina.meter.id, 9_000)
  await say(marina.pedestal.id, 4_000)
  await say(plug, 800)
})
afterAll(() => test.stop())

it('power is that of the incomer; an appliance that is measured again is not added to it', async () => {
  const { body } = await test.call('GET', '/api/console/overview')
  expect(body.power_kw).toBe(9)
})

it('a pedestal stays among the largest loads though its breaker hangs below it', async () => {
  const { body } = await test.call('GET', '/api/console/overview')
  expect(body.top_devices.map(({ name }: { name: string }) => name)).toEqual(['B-12', 'Priz'])
})

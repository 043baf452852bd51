import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IncidentView } from './alarm.types.ts'
import { Marina, noData } from './marina.fixture.ts'

const POLL_S = 60
const AFTER_S = 150
const PEDESTALS = Array.from({ length: 40 }, (_, index) => `p${index}`)

let marina: Marina
beforeEach(async () => {
  marina = await Marina.open()
})
afterEach(() => marina.close())

/** Lets time pass while these devices deliver once per poll period, each at its own second of it. */
async function deliver(devices: readonly string[], seconds: number, fromSecond = 0): Promise<void> {
  for (let second = fromSecond; second < fromSecond + seconds; second++) {
    for (const [index, id] of devices.entries())
      if (second % POLL_S === Math.floor((index * POLL_S) / PEDESTALS.length) % POLL_S) marina.say(id, 1)
    await marina.clock.advance(1000)
  }
  await marina.alarms.settled()
}

const open = async (): Promise<readonly IncidentView[]> =>
  (await marina.incidents()).filter((incident) => incident.state.startsWith('active'))

describe('forty devices behind one gateway', () => {
  beforeEach(async () => {
    for (const id of PEDESTALS) marina.addDevice(id, 'g1')
    marina.addDevice('elsewhere', 'g2')
    await marina.alarms.policies.add(marina.operator, noData(AFTER_S))
    await deliver([...PEDESTALS, 'elsewhere'], 2 * POLL_S)
  })

  it('that all fall silent are one incident, though their last samples are spread over the poll period', async () => {
    await deliver(['elsewhere'], 600)
    const incidents = await marina.incidents()
    expect(incidents.map((incident) => [incident.deviceId, incident.gatewayId])).toEqual([[null, 'g1']])
    expect(incidents[0]?.message).toEqual({
      tr: 'Gateway g1 ağ geçidi: 40 cihazdan 150 s boyunca veri gelmedi',
      en: 'Gateway g1 gateway: No data from 40 devices for 150 s',
    })
  })

  it('are one incident as soon as the first is overdue when the link is known to be down', async () => {
    marina.link('g1', false)
    await deliver(['elsewhere'], AFTER_S)
    expect((await marina.only()).gatewayId).toBe('g1')
    await deliver(['elsewhere'], 600)
    expect(await marina.incidents()).toHaveLength(1)
  })

  it('clear it when the last of them delivers again', async () => {
    await deliver(['elsewhere'], 600)
    await deliver([...PEDESTALS.slice(0, 39), 'elsewhere'], POLL_S)
    expect((await marina.only()).state).toBe('active_unack')
    marina.say('p39', 1)
    expect((await marina.only()).state).toBe('cleared_unack')
  })

  it('leave the one that stays silent with an incident of its own', async () => {
    await deliver(['elsewhere'], 600)
    await deliver([...PEDESTALS.slice(0, 39), 'elsewhere'], POLL_S + AFTER_S)
    const incidents = await marina.incidents()
    expect(incidents.map((incident) => [incident.deviceId, incident.state])).toEqual([
      [null, 'cleared_unack'],
      ['p39', 'active_unack'],
    ])
  })

  it('do not hide one that falls silent alone', async () => {
    await deliver([...PEDESTALS.slice(1), 'elsewhere'], AFTER_S + POLL_S)
    expect(await marina.only()).toMatchObject({
      deviceId: 'p0',
      message: { tr: 'Pedestal p0: 150 s boyunca veri gelmedi', en: 'Pedestal p0: No data for 150 s' },
    })
    await deliver(PEDESTALS, POLL_S, 0)
    expect((await marina.only()).state).toBe('cleared_unack')
  })

  it('keep a device that was dead for long apart from the gateway that dies later', async () => {
    await deliver([...PEDESTALS.slice(1), 'elsewhere'], 3 * AFTER_S)
    await deliver(['elsewhere'], 3 * AFTER_S)
    expect((await open()).map((incident) => incident.deviceId)).toEqual(['p0', null])
    expect((await open())[1]?.message.tr).toContain('39 cihazdan')
  })

  it('stand again under the same incident when the gateway dies once more within the window', async () => {
    await deliver(['elsewhere'], 400)
    await deliver([...PEDESTALS, 'elsewhere'], POLL_S)
    expect((await marina.only()).state).toBe('cleared_unack')
    await deliver(['elsewhere'], 250)
    expect(await marina.only()).toMatchObject({ state: 'active_unack', occurrenceCount: 2 })
  })

  it('are still one incident after a restart, and clear it', async () => {
    await deliver(['elsewhere'], 600)
    await marina.restart(1000)
    await deliver(['elsewhere'], 600)
    expect((await marina.only()).state).toBe('active_unack')
    await deliver(PEDESTALS, POLL_S)
    expect((await marina.only()).state).toBe('cleared_unack')
  })

  it('are of no interest once their gateway is turned off', async () => {
    await deliver(['elsewhere'], 600)
    marina.addGateway('g1', { isEnabled: false })
    await marina.alarms.reload()
    expect((await marina.only()).state).toBe('closed')
    await deliver(['elsewhere'], 600)
    expect(await marina.incidents()).toHaveLength(1)
  })
})

describe('devices that fell silent just before their gateway', () => {
  it('are folded into its incident', async () => {
    for (const id of ['a', 'b', 'c']) marina.addDevice(id, 'g1')
    await marina.alarms.policies.add(marina.operator, noData(30))
    for (const id of ['a', 'b', 'c']) {
      marina.say(id, 1)
      await marina.pass(9)
    }
    // a is due at 30 s, when c is only 12 s old: not yet a matter of the gateway.
    await marina.pass(4)
    expect((await marina.only()).deviceId).toBe('a')
    await marina.pass(30)
    const incidents = await marina.incidents()
    expect(incidents.map((incident) => [incident.deviceId, incident.state])).toEqual([
      ['a', 'closed'],
      [null, 'active_unack'],
    ])
    const events = await marina.history(incidents[0]?.id ?? '')
    expect(events.at(-1)).toBe('withdraw: active_unack → closed')
  })

  it('are folded when the link is reported down later', async () => {
    for (const id of ['a', 'b']) marina.addDevice(id, 'g1')
    await marina.alarms.policies.add(marina.operator, noData(30))
    await marina.pass(31)
    expect((await open()).map((incident) => incident.deviceId).toSorted()).toEqual(['a', 'b'])
    marina.link('g1', false)
    expect((await open()).map((incident) => [incident.deviceId, incident.gatewayId])).toEqual([[null, 'g1']])
  })
})

describe('a no-data policy', () => {
  it('of one metric is not satisfied by another', async () => {
    marina.addDevice('a')
    const condition = { type: 'no_data', metric: 'temperature', afterS: 30 } as const
    await marina.alarms.policies.add(marina.operator, noData(30, { condition }))
    marina.say('a', 20, { metric: 'temperature' })
    for (let second = 0; second < 40; second++) {
      marina.say('a', 1)
      await marina.pass(1)
    }
    expect((await marina.only()).message.tr).toBe('Pedestal a: Sıcaklık 30 s boyunca gelmedi')
    marina.say('a', 20, { metric: 'temperature' })
    expect((await marina.only()).state).toBe('cleared_unack')
  })

  it('takes nulls and failed communication for silence', async () => {
    marina.addDevice('a')
    await marina.alarms.policies.add(marina.operator, noData(30))
    for (let second = 0; second < 40; second++) {
      marina.say('a', null, { quality: 'comm_fail' })
      await marina.pass(1)
    }
    expect((await marina.only()).state).toBe('active_unack')
  })

  it('waits its on-delay on top, and its off-delay before it clears', async () => {
    marina.addDevice('a')
    await marina.alarms.policies.add(marina.operator, noData(30, { onDelayS: 20, offDelayS: 10 }))
    await marina.pass(49)
    expect(await marina.incidents()).toEqual([])
    await marina.pass(1)
    expect((await marina.only()).state).toBe('active_unack')
    marina.say('a', 1)
    await marina.pass(9)
    expect((await marina.only()).state).toBe('active_unack')
    await marina.pass(1)
    expect((await marina.only()).state).toBe('cleared_unack')
  })

  it('follows a device to its new gateway', async () => {
    marina.addDevice('a', 'g1')
    marina.addGateway('g2')
    await marina.alarms.policies.add(marina.operator, noData(30))
    await marina.pass(31)
    marina.addDevice('a', 'g2')
    await marina.alarms.reload()
    expect((await marina.only()).state).toBe('closed')
    await marina.pass(31)
    expect((await open()).map((incident) => incident.gatewayId)).toEqual(['g2'])
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import { manualClock } from '../core/clock.ts'
import type { Device } from '../core/devices/devices.types.ts'
import { Inventory } from '../core/devices/inventory.ts'
import type { Quality, Reading } from '../core/outside.ts'
import { type DeviceLink, Freshness } from './freshness.ts'
import { LiveMap } from './live.ts'

const START = Date.UTC(2026, 6, 1, 12)
const POLL_S = 2

let clock: ReturnType<typeof manualClock>
let inventory: Inventory
let live: LiveMap
let freshness: Freshness
let stored: Reading[]
let links: DeviceLink[]
let doubted: Reading[]
let changed: string[]

const addDevice = (id: string, change: Partial<Device> = {}): void =>
  inventory.setDevice({
    id,
    tenantId: 'marina',
    gatewayId: 'g1',
    subregionId: null,
    parentId: null,
    templateId: null,
    name: id,
    deviceType: 'pedestal',
    slaveId: null,
    externalId: id,
    latitude: null,
    longitude: null,
    pollIntervalS: POLL_S,
    isOnline: false,
    lastSeen: null,
    createdAt: START,
    ...change,
  })

const start = (): void => {
  freshness = new Freshness({
    clock,
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    inventory,
    live,
    store: { append: async (readings) => void stored.push(...readings) },
    changed: (deviceId) => void changed.push(deviceId),
    linked: (all) => {
      for (const link of all) {
        links.push(link)
        const device = inventory.devices.get(link.deviceId)
        if (device) inventory.devices.set(device.id, { ...device, isOnline: link.isOnline })
      }
    },
    doubted: (readings) => void doubted.push(...readings),
  })
  freshness.start()
}

const say = (deviceId: string, value: number | null = 1, quality: Quality = 'good'): void => {
  const now = clock.now()
  const reading = { deviceId, at: now, values: { active_power: value }, quality }
  live.apply(reading, now)
  freshness.onReadings([reading], now)
}

const shown = (deviceId: string) => {
  const entry = live.get(deviceId)?.get('active_power')
  return entry && [entry.value, entry.quality]
}
const told = () => links.map((link) => [link.deviceId, link.isOnline])

beforeEach(() => {
  clock = manualClock(START)
  inventory = new Inventory()
  live = new LiveMap()
  stored = []
  links = []
  doubted = []
  changed = []
})

describe('a polled device', () => {
  beforeEach(() => {
    addDevice('a')
    start()
    say('a', 7)
  })

  it('is online by its first good sample', () => {
    expect(links).toEqual([{ deviceId: 'a', isOnline: true, at: START, lastSeen: START }])
  })

  it('stays fresh while it delivers', async () => {
    for (let time = 0; time < 20; time++) {
      await clock.advance(POLL_S * 1000)
      say('a', 7)
    }
    expect(shown('a')).toEqual([7, 'good'])
    expect(doubted).toEqual([])
  })

  it('turns stale after two and a half periods, its value kept', async () => {
    await clock.advance(4999)
    expect(shown('a')).toEqual([7, 'good'])
    await clock.advance(1)
    expect(shown('a')).toEqual([7, 'stale'])
    expect(changed).toEqual(['a'])
    expect(told()).toEqual([['a', true]])
  })

  it('is lost after five: null, offline, and one gap in the store', async () => {
    await clock.advance(10_000)
    expect(shown('a')).toEqual([null, 'comm_fail'])
    expect(told()).toEqual([
      ['a', true],
      ['a', false],
    ])
    await clock.advance(600_000)
    expect(stored).toEqual([
      { deviceId: 'a', at: START + 10_000, values: { active_power: null }, quality: 'comm_fail' },
    ])
    expect(doubted.map((reading) => reading.quality)).toEqual(['stale', 'comm_fail'])
  })

  it('is back with the next good sample, from stale or lost', async () => {
    await clock.advance(6000)
    say('a', 8)
    expect(shown('a')).toEqual([8, 'good'])
    await clock.advance(5000)
    expect(shown('a')).toEqual([8, 'stale'])
    await clock.advance(60_000)
    say('a', 9)
    expect(shown('a')).toEqual([9, 'good'])
    expect(told()).toEqual([
      ['a', true],
      ['a', false],
      ['a', true],
    ])
  })

  it('that its driver gives up is lost at once, without a second gap', async () => {
    say('a', null, 'comm_fail')
    expect(told().at(-1)).toEqual(['a', false])
    await clock.advance(60_000)
    expect(stored).toEqual([])
  })

  it('is not kept alive by what is not good', async () => {
    for (let second = 0; second < 10; second++) {
      await clock.advance(1000)
      say('a', null, 'invalid')
    }
    expect(told().at(-1)).toEqual(['a', false])
  })

  it('that is deleted is no longer looked at', async () => {
    inventory.dropDevice('a')
    freshness.reload()
    await clock.advance(60_000)
    expect(told()).toEqual([['a', true]])
  })
})

describe('a gateway that goes down', () => {
  it('takes its devices along at once, and only them', async () => {
    addDevice('a')
    addDevice('b')
    addDevice('c', { gatewayId: 'g2' })
    start()
    for (const id of ['a', 'b', 'c']) say(id, 7)
    freshness.onLinks([{ gatewayId: 'g1', isOnline: false, since: START, cause: 'last will' }])
    await freshness.stop()
    expect([shown('a'), shown('b'), shown('c')]).toEqual([
      [null, 'comm_fail'],
      [null, 'comm_fail'],
      [7, 'good'],
    ])
    expect(stored.map((reading) => reading.deviceId)).toEqual(['a', 'b'])
    expect(told().slice(3)).toEqual([
      ['a', false],
      ['b', false],
    ])
  })
})

describe('a device without a period', () => {
  const every = async (seconds: number, times: number): Promise<void> => {
    for (let time = 0; time < times; time++) {
      await clock.advance(seconds * 1000)
      say('a', 7)
    }
  }
  beforeEach(() => {
    addDevice('a', { pollIntervalS: null })
    start()
    say('a', 7)
  })

  it('is given a minute at first', async () => {
    await clock.advance(149_000)
    expect(shown('a')).toEqual([7, 'good'])
    await clock.advance(1000)
    expect(shown('a')).toEqual([7, 'stale'])
  })

  it('is known by its rhythm after a few deliveries', async () => {
    await every(4, 5)
    await clock.advance(10_000)
    expect(shown('a')).toEqual([7, 'stale'])
    await clock.advance(10_000)
    expect(shown('a')).toEqual([null, 'comm_fail'])
  })

  it('that sends in bursts is not late between them', async () => {
    for (let time = 0; time < 5; time++) {
      await every(300, 1)
      for (let message = 0; message < 20; message++) say('a', 7)
    }
    await clock.advance(600_000)
    expect(shown('a')).toEqual([7, 'good'])
  })

  it('does not learn from the time that its gateway was away', async () => {
    await every(4, 5)
    freshness.onLinks([{ gatewayId: 'g1', isOnline: false, since: clock.now(), cause: 'last will' }])
    await clock.advance(3_600_000)
    freshness.onLinks([{ gatewayId: 'g1', isOnline: true, since: clock.now(), cause: null }])
    await every(4, 2)
    await clock.advance(10_000)
    expect(shown('a')).toEqual([7, 'stale'])
  })
})

describe('at the start of the hub', () => {
  const known = (at: number, value: number | null, quality: Quality) =>
    live.load(new Map([['a', new Map([['active_power', { at, value, quality }]])]]))

  it('old values are doubtful at once, and lost after a fair wait', async () => {
    addDevice('a', { isOnline: true })
    known(START - 3_600_000, 7, 'good')
    start()
    expect(shown('a')).toEqual([7, 'stale'])
    await clock.advance(4000)
    expect(shown('a')).toEqual([7, 'stale'])
    await clock.advance(1000)
    expect(shown('a')).toEqual([null, 'comm_fail'])
  })

  it('a device that was lost is, without another gap', async () => {
    addDevice('a', { isOnline: true })
    known(START - 3_600_000, null, 'comm_fail')
    start()
    await clock.advance(60_000)
    expect(stored).toEqual([])
    expect(told()).toEqual([['a', false]])
  })

  it('a device that nobody has heard of is offline until it speaks', async () => {
    addDevice('a', { isOnline: true })
    start()
    await clock.advance(600_000)
    say('a', 1)
    expect(told()).toEqual([
      ['a', false],
      ['a', true],
    ])
  })

  it('one that is kept as offline though it was not lost is online with its first sample', () => {
    addDevice('a', { isOnline: false })
    known(START - 100, 7, 'good')
    start()
    say('a', 8)
    expect(told()).toEqual([['a', true]])
  })
})

it('looks only at what is due', async () => {
  for (let index = 0; index < 10_000; index++) addDevice(`d${index}`, { pollIntervalS: 60 })
  start()
  for (let index = 0; index < 10_000; index++) say(`d${index}`)
  await clock.advance(149_000)
  expect(doubted).toEqual([])
  await clock.advance(1000)
  expect(doubted).toHaveLength(10_000)
})

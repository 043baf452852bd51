import { beforeEach, describe, expect, it } from 'vitest'
import { LiveStore } from './live-store.ts'
import type { Quality, TelemetryItem } from './types.ts'

let flushes: (() => void)[] = []
let store: LiveStore
const frame = () => {
  const due = flushes
  flushes = []
  for (const flush of due) flush()
}

function item(deviceId: string, values: Record<string, number | null>, quality: Quality = 'good'): TelemetryItem {
  return {
    device_id: deviceId,
    timestamp: '2026-07-01T10:00:00.000Z',
    values: Object.fromEntries(Object.entries(values).map(([metric, value]) => [metric, { value, quality }])),
  }
}

function counter(): { count: number; tell: () => void } {
  const self = { count: 0, tell: () => void self.count++ }
  return self
}

beforeEach(() => {
  flushes = []
  store = new LiveStore((flush) => flushes.push(flush))
})

describe('LiveStore', () => {
  it('tells only the series that changed', () => {
    const power = counter()
    const voltage = counter()
    const other = counter()
    store.watch('a', 'active_power', power.tell)
    store.watch('a', 'voltage_l1', voltage.tell)
    store.watch('b', 'active_power', other.tell)
    store.apply([item('a', { active_power: 5 })])
    frame()
    expect([power.count, voltage.count, other.count]).toEqual([1, 0, 0])
    expect(store.value('a', 'active_power')).toMatchObject({ value: 5, quality: 'good' })
  })

  it('tells once per frame, however many updates come', () => {
    const power = counter()
    store.watch('a', 'active_power', power.tell)
    for (let value = 0; value < 1000; value++) store.apply([item('a', { active_power: value })])
    expect(flushes).toHaveLength(1)
    frame()
    expect(power.count).toBe(1)
    expect(store.value('a', 'active_power')?.value).toBe(999)
  })

  it('forgets what a snapshot does not name, and says so', () => {
    const gone = counter()
    store.apply([item('a', { active_power: 5 }), item('b', { active_power: 6 })])
    frame()
    store.watch('b', 'active_power', gone.tell)
    store.replace([item('a', { active_power: 7 })])
    frame()
    expect(gone.count).toBe(1)
    expect(store.value('b', 'active_power')).toBeUndefined()
    expect(store.value('a', 'active_power')?.value).toBe(7)
  })

  it('never passes the last value off as live when the feed stops', () => {
    store.apply([item('a', { active_power: 5, state: null })])
    frame()
    const power = counter()
    store.watch('a', 'active_power', power.tell)
    store.markStale()
    frame()
    expect(power.count).toBe(1)
    expect(store.value('a', 'active_power')).toMatchObject({ value: 5, quality: 'stale' })
    expect(store.value('a', 'state')).toMatchObject({ value: null, quality: 'good' })
  })

  it('keeps null for missing', () => {
    store.apply([item('a', { active_power: null }, 'comm_fail')])
    expect(store.value('a', 'active_power')).toMatchObject({ value: null, quality: 'comm_fail' })
  })

  it('gives a device the same snapshot until the frame in which it changed', () => {
    store.apply([item('a', { active_power: 5 })])
    frame()
    const before = store.snapshot('a')
    store.apply([item('b', { active_power: 1 })])
    frame()
    expect(store.snapshot('a')).toBe(before)
    store.apply([item('a', { active_power: 6 })])
    frame()
    expect(store.snapshot('a')).not.toBe(before)
    expect(store.snapshot('a').get('active_power')?.value).toBe(6)
  })

  it('names the changed devices of a frame to maps and canvases', () => {
    const seen: string[][] = []
    store.onBatch((changed) => seen.push([...changed].sort()))
    store.apply([item('b', { x: 1 }), item('a', { x: 1 })])
    store.apply([item('a', { y: 1 })])
    frame()
    expect(seen).toEqual([['a', 'b']])
  })

  it('stops telling who has left', () => {
    const power = counter()
    const leave = store.watch('a', 'active_power', power.tell)
    leave()
    store.apply([item('a', { active_power: 5 })])
    frame()
    expect(power.count).toBe(0)
  })
})

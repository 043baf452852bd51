import { describe, expect, it } from 'vitest'
import type { Quality, Reading } from '../core/outside.ts'
import { LiveMap } from './live.ts'

const reading = (at: number, values: Reading['values'], quality: Quality = 'good'): Reading => ({
  deviceId: 'd1',
  at,
  values,
  quality,
})

describe('the live map', () => {
  it('keeps the newest value of every series by source time', () => {
    const live = new LiveMap()
    expect(live.apply(reading(100, { a: 1, b: 2 }), 1000)).toBe(true)
    expect(live.apply(reading(90, { a: 9 }), 1001)).toBe(false)
    expect(live.apply(reading(100, { a: 9 }), 1002)).toBe(false)
    expect(live.apply(reading(110, { b: 3 }), 1003)).toBe(true)
    expect(live.get('d1')?.get('a')).toMatchObject({ at: 100, value: 1 })
    expect(live.get('d1')?.get('b')).toMatchObject({ at: 110, value: 3, ingestedAt: 1003 })
  })

  it('moves the series that are new of a reading that is partly late', () => {
    const live = new LiveMap()
    live.apply(reading(100, { a: 1 }), 1000)
    expect(live.apply(reading(90, { a: 9, b: 5 }), 1000)).toBe(true)
    expect(live.get('d1')?.get('a')?.value).toBe(1)
    expect(live.get('d1')?.get('b')?.value).toBe(5)
  })

  it('tells by the version what has changed since', () => {
    const live = new LiveMap()
    live.apply(reading(100, { a: 1, b: 1 }), 1000)
    const before = live.version
    live.apply(reading(110, { b: 2 }), 1000)
    const changed = [...(live.get('d1') ?? [])].filter(([, entry]) => entry.version > before).map(([metric]) => metric)
    expect(changed).toEqual(['b'])
  })

  it('does not lock a series out whose clock ran ahead and was set right', () => {
    const live = new LiveMap()
    live.apply(reading(9_000_000, { a: 1 }), 1000)
    expect(live.apply(reading(2000, { a: 2 }), 2001)).toBe(true)
    expect(live.get('d1')?.get('a')).toMatchObject({ at: 2000, value: 2 })
  })

  it('fades and fails a device, and takes the next sample whatever its source time after the last', () => {
    const live = new LiveMap()
    live.apply(reading(100, { a: 1, b: null }), 1000)
    expect(live.fade('d1')).toBe(true)
    expect(live.fade('d1')).toBe(false)
    expect(live.get('d1')?.get('a')).toMatchObject({ value: 1, quality: 'stale' })
    expect(live.fail('d1')).toBe(true)
    expect(live.fail('d1')).toBe(false)
    expect(live.get('d1')?.get('a')).toMatchObject({ value: null, quality: 'comm_fail' })
    expect(live.apply(reading(101, { a: 5 }), 90_000)).toBe(true)
    expect(live.get('d1')?.get('a')).toMatchObject({ value: 5, quality: 'good' })
  })

  it('starts with what the store knew, and forgets what is deleted', () => {
    const live = new LiveMap()
    live.load(new Map([['d1', new Map([['a', { at: 5, value: 7, quality: 'simulated' as const }]])]]))
    expect(live.get('d1')?.get('a')).toMatchObject({ at: 5, value: 7, quality: 'simulated' })
    live.forget('d1')
    expect(live.get('d1')).toBeUndefined()
  })
})

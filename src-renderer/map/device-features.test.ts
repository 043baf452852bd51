import { describe, expect, it } from 'vitest'
import { deviceDiff, deviceFeature, type PlacedDevice } from './device-features.ts'
import { deviceState, fadeOf, isAllStale, rankOf, worseState } from './device-state.ts'

const meter: PlacedDevice = { id: 'a', name: 'A-P01', state: 'normal', fade: 1, longitude: 27.3, latitude: 36.9 }
const mapOf = (...devices: PlacedDevice[]) => new Map(devices.map((device) => [device.id, device]))

describe('the state of a device on the map', () => {
  it('is its alarm before its link, and its link before its age', () => {
    expect(deviceState({ isOnline: false, severity: 'high', isStale: true })).toBe('high')
    expect(deviceState({ isOnline: false, severity: null, isStale: true })).toBe('offline')
    expect(deviceState({ isOnline: true, severity: null, isStale: true })).toBe('stale')
    expect(deviceState({ isOnline: true, severity: null, isStale: false })).toBe('normal')
  })

  it('is stale only when no value can be trusted as present', () => {
    expect(isAllStale(new Map())).toBe(false)
    expect(
      isAllStale(
        new Map([
          ['v', { quality: 'stale' }],
          ['i', { quality: 'simulated' }],
        ]),
      ),
    ).toBe(false)
    expect(
      isAllStale(
        new Map([
          ['v', { quality: 'comm_fail' }],
          ['i', { quality: 'stale' }],
        ]),
      ),
    ).toBe(true)
  })

  it('ranks so that a cluster keeps its worst', () => {
    expect(worseState('offline', 'low')).toBe('low')
    expect(worseState('critical', 'high')).toBe('critical')
    expect(rankOf('critical')).toBeGreaterThan(rankOf('info'))
  })

  it('fades with the age of the last contact, but never an alarm', () => {
    const now = Date.UTC(2026, 0, 10)
    expect(fadeOf('offline', now - 60_000, now)).toBe(1)
    expect(fadeOf('offline', now - 2 * 3_600_000, now)).toBe(0.7)
    expect(fadeOf('stale', now - 48 * 3_600_000, now)).toBe(0.45)
    expect(fadeOf('critical', now - 48 * 3_600_000, now)).toBe(1)
  })
})

describe('the difference between two pictures', () => {
  it('is nothing when nothing drawn differs', () => {
    expect(deviceDiff(mapOf(meter), mapOf({ ...meter }))).toBeNull()
  })

  it('names only what changed', () => {
    const diff = deviceDiff(mapOf(meter), mapOf({ ...meter, state: 'critical' }))
    expect(diff?.update).toEqual([
      {
        id: 'a',
        addOrUpdateProperties: [
          { key: 'state', value: 'critical' },
          { key: 'rank', value: rankOf('critical') },
        ],
      },
    ])
  })

  it('hangs a padlock on and takes it off', () => {
    const locked = { ...meter, isLocked: true, lockNote: 'A-P01\nAyşe' }
    const changes = (from: PlacedDevice, to: PlacedDevice) => deviceDiff(mapOf(from), mapOf(to))?.update[0]
    expect(changes(meter, locked)?.addOrUpdateProperties).toEqual([
      { key: 'locked', value: 1 },
      { key: 'lockNote', value: 'A-P01\nAyşe' },
    ])
    expect(changes(locked, { ...meter, isLocked: false })?.addOrUpdateProperties).toEqual([
      { key: 'locked', value: 0 },
      { key: 'lockNote', value: '' },
    ])
    expect(deviceFeature(meter).properties).toMatchObject({ locked: 0, lockNote: '' })
  })

  it('moves, adds and removes', () => {
    const other: PlacedDevice = { ...meter, id: 'b' }
    const diff = deviceDiff(mapOf(meter, other), mapOf({ ...meter, latitude: 37 }, { ...meter, id: 'c' }))
    expect(diff?.remove).toEqual(['b'])
    expect(diff?.add).toEqual([deviceFeature({ ...meter, id: 'c' })])
    expect(diff?.update[0]?.newGeometry?.coordinates).toEqual([27.3, 37])
  })
})

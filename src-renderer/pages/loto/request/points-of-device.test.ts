import { describe, expect, it } from 'vitest'
import type { LotoPoint } from '../../../api/loto-types.ts'
import { pointsOfDevice } from './points-of-device.ts'

const point = (id: string, deviceId: string | null): LotoPoint => ({
  id,
  name: id,
  device_id: deviceId,
  device_name: deviceId,
  subregion_id: null,
  subregion_name: null,
  energy_type: 'electrical',
  location: null,
  isolation_method: 'Open the breaker',
  state: 'free',
  session_ids: [],
  latitude: null,
  longitude: null,
  created_at: '2026-05-01T05:00:00Z',
})

const devices = [
  { id: 'main', parent_id: null },
  { id: 'B', parent_id: 'main' },
  { id: 'B12', parent_id: 'B' },
  { id: 'B13', parent_id: 'B' },
]
const points = [point('q1', 'main'), point('qb', 'B'), point('s12', 'B12'), point('w12', 'B12'), point('gate', null)]
const ids = (deviceId: string) => pointsOfDevice(deviceId, points, devices).map(({ id }) => id)

describe('the points at which a device is cut off', () => {
  it('are its own, of every kind of energy', () => expect(ids('B12')).toEqual(['s12', 'w12']))
  it('are those of the nearest above when it has none', () => expect(ids('B13')).toEqual(['qb']))
  it('are none for what is unknown, and a loop of parents ends', () => {
    expect(ids('gone')).toEqual([])
    expect(
      pointsOfDevice('x', points, [
        { id: 'x', parent_id: 'y' },
        { id: 'y', parent_id: 'x' },
      ]),
    ).toEqual([])
  })
})

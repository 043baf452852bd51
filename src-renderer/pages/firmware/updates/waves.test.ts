import { describe, expect, it } from 'vitest'
import type { Gateway } from '../../../api/types.ts'
import type { FirmwareUnit, FirmwareVersion } from '../wire.ts'
import { candidatesFor, readWaves, waveSizes } from './waves.ts'

describe('waves as they are typed', () => {
  it.each([
    ['1, 10, 100', [1, 10, 100]],
    ['5;100', [5, 100]],
    ['%1 %50 %100', [1, 50, 100]],
    ['100', [100]],
  ])('%s', (text, percents) => {
    expect(readWaves(text)).toEqual(percents)
  })

  it.each(['', '10', '10, 5, 100', '0, 100', 'a, 100', '50, 150'])('%j are none', (text) => {
    expect(readWaves(text)).toBeNull()
  })

  it('hold as many units as the hub will put into them', () => {
    expect(waveSizes(20, [1, 10, 100])).toEqual([1, 1, 18])
    expect(waveSizes(1, [1, 10, 100])).toEqual([1])
  })
})

it('offers the gateways that a version fits and that do not run it', () => {
  const gateway = (id: string, type = 'mqtt') => ({ id, type, name: id, is_online: true, last_seen: null }) as Gateway
  const unit = (unit_id: string, more: Partial<FirmwareUnit> = {}) =>
    ({ unit_id, version: '1.0.0', device_type: 'node', hw_revision: 'B', ...more }) as FirmwareUnit
  const firmware = { version: '2.0.0', device_type: 'node', hw_revision: 'B' } as FirmwareVersion
  const found = candidatesFor(
    firmware,
    [
      gateway('old'),
      gateway('new'),
      gateway('camera'),
      gateway('revision'),
      gateway('silent'),
      gateway('bus', 'modbus_tcp'),
    ],
    [
      unit('old'),
      unit('new', { version: '2.0.0' }),
      unit('camera', { device_type: 'camera' }),
      unit('revision', { hw_revision: 'A' }),
    ],
  )
  expect(found.map(({ id, obstacle }) => [id, obstacle])).toEqual([
    ['old', null],
    ['new', 'at_version'],
    ['camera', 'other_type'],
    ['revision', 'other_revision'],
    ['silent', 'other_type'],
  ])
})

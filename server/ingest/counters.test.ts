import { expect, it } from 'vitest'
import type { GatewayPlan, RegisterSpec } from '../core/outside.ts'
import { CounterDeclarations } from './counters.ts'

const register = (metric: string, modulus: number | null): RegisterSpec => ({
  metric,
  table: 'input',
  address: 0,
  length: 2,
  type: 'u32',
  byteOrder: 'big',
  wordOrder: 'big',
  scale: 1,
  offset: 0,
  scaleRegister: null,
  unit: 'Wh',
  pollClass: 'energy',
  invalid: [],
  labels: null,
  counter: modulus === null ? null : { modulus, resettable: false },
})

const planOf = (registers: readonly RegisterSpec[]): GatewayPlan => ({
  id: 'g',
  name: 'g',
  isEnabled: true,
  connection: { type: 'modbus_tcp', host: 'h', port: 1 },
  devices: [
    {
      id: 'd',
      name: 'd',
      slaveId: 1,
      externalId: null,
      pollIntervalMs: 1_000,
      template: {
        id: 't',
        key: 't',
        name: 't',
        manufacturer: 'm',
        deviceType: 'energy_analyzer',
        version: '1',
        verified: false,
        source: 's',
        limits: { maxRead: 125, maxGap: 8, minGapMs: 0, forbidden: [] },
        registers,
        points: [],
      },
    },
  ],
})

it('tells the store of each counter that wraps, once, and again when its map changes', async () => {
  const told: (string | number | null)[][] = []
  const counters = new CounterDeclarations({ declareCounter: async (...counter) => void told.push(counter) })
  await counters.declare([planOf([register('active_power', null), register('energy_import', 1000)])])
  await counters.declare([planOf([register('energy_import', 1000)])])
  await counters.declare([planOf([register('energy_import', 2000)])])
  expect(told).toEqual([
    ['d', 'energy_import', 1000],
    ['d', 'energy_import', 2000],
  ])
})

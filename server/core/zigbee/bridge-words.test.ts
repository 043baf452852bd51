import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readInfo, readNodes, readOnline, readResponse } from './bridge-words.ts'
import { nodeValues } from './node-values.ts'

const PLUG = {
  ieee_address: '0xA4C138A1B2C3D4E5',
  type: 'Router',
  friendly_name: 'boiler',
  power_source: 'Mains (single phase)',
  interview_state: 'SUCCESSFUL',
  definition: {
    vendor: 'Tuya',
    model: 'TS011F_plug_1',
    description: 'Smart plug',
    exposes: [
      {
        type: 'switch',
        features: [{ type: 'binary', property: 'state', access: 7, value_on: 'ON', value_off: 'OFF' }],
      },
      { type: 'numeric', property: 'energy', unit: 'kWh', access: 1 },
      { type: 'numeric', property: 'voltage', unit: 'V', access: 1 },
      { type: 'enum', property: 'power_outage_memory', access: 7, values: ['on', 'off'] },
    ],
  },
}

describe('what a bridge says', () => {
  it('is a list of nodes with what each exposes', () => {
    expect(readNodes(JSON.stringify([PLUG]))).toMatchObject([
      {
        ieee: '0xa4c138a1b2c3d4e5',
        friendlyName: 'boiler',
        kind: 'Router',
        isBattery: false,
        interview: 'successful',
        exposes: [
          { property: 'state', kind: 'binary', isSettable: true, valueOn: 'ON' },
          { property: 'energy', unit: 'kWh', isSettable: false },
          { property: 'voltage' },
          { property: 'power_outage_memory', kind: 'enum' },
        ],
      },
    ])
  })

  it('of version 1 tells interviews by two flags', () => {
    const old = (flags: object) => readNodes(JSON.stringify([{ ieee_address: PLUG.ieee_address, ...flags }]))?.[0]
    expect(old({ interviewing: true, interview_completed: false })?.interview).toBe('in_progress')
    expect(old({ interviewing: false, interview_completed: true })?.interview).toBe('successful')
    expect(old({})?.interview).toBe('pending')
  })

  it('that is no list is not an empty network', () => {
    expect(readNodes('{}')).toBeNull()
    expect(readNodes('not json')).toBeNull()
    expect(readNodes('[]')).toEqual([])
    expect(readNodes('[null, 7, {"ieee_address":"0x12"}]')).toEqual([])
  })

  it('tells until when its network is open, in either version', () => {
    const info = (body: object) => readInfo(JSON.stringify(body), 1_000)
    expect(info({ version: '2.14.1', permit_join: true, permit_join_end: 9_000, network: { channel: 15 } })).toEqual({
      version: '2.14.1',
      channel: 15,
      isJoinOpen: true,
      joinEndsAt: 9_000,
    })
    expect(info({ permit_join: true, permit_join_timeout: 60 })?.joinEndsAt).toBe(61_000)
    expect(info({ permit_join: false, permit_join_end: 9_000 })).toMatchObject({ isJoinOpen: false, joinEndsAt: null })
  })

  it('tells whether it is there as JSON or as a bare word', () => {
    expect(readOnline('{"state":"online"}')).toBe(true)
    expect(readOnline('offline')).toBe(false)
    expect(readOnline('{"state":1}')).toBeNull()
  })

  it('may be anything, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (payload) => {
        readNodes(payload)
        readInfo(payload, 0)
        readOnline(payload)
        readResponse(payload)
        nodeValues(payload, { isBattery: false, exposes: readNodes(JSON.stringify([PLUG]))?.[0]?.exposes ?? [] })
      }),
    )
  })
})

describe('what a node measures', () => {
  const exposes = readNodes(JSON.stringify([PLUG]))?.[0]?.exposes ?? []
  const read = (state: object, isBattery = false) => nodeValues(JSON.stringify(state), { isBattery, exposes })

  it('comes in the canonical unit and word', () => {
    expect(read({ state: 'ON', energy: 1.5, voltage: 231, linkquality: 90 })).toEqual({
      values: { state: 1, energy_import: 1500, voltage_l1: 231 },
      linkQuality: 90,
    })
  })

  it('is only what it exposes: settings and nested objects are no series', () => {
    expect(read({ update: { state: 'idle' }, indicator_mode: 'off', power_outage_memory: 'on' })?.values).toEqual({})
  })

  it('that it does not know is missing, never zero', () => {
    expect(read({ state: null, energy: null, voltage: 'n/a' })?.values).toEqual({ state: null, energy_import: null })
  })

  it('of a battery is not the mains voltage', () => {
    expect(read({ voltage: 3 }, true)?.values).toEqual({ battery_voltage: 3 })
  })
})

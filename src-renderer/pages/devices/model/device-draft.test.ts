import { describe, expect, it } from 'vitest'
import { bodyOf, draftFaults, draftOf, refusedFields } from './device-draft.ts'

const draft = { ...draftOf(null, 'g'), name: ' Meter ' }

describe('a device draft', () => {
  it('needs a Modbus address behind a Modbus gateway, and only there', () => {
    expect(draftFaults(draft, 'modbus_tcp').slaveId).toEqual({ kind: 'needed' })
    expect(draftFaults(draft, 'mqtt')).toEqual({})
  })

  it('allows unit ids up to 247 on a serial line and up to 255 on TCP', () => {
    const high = { ...draft, slaveId: 255 }
    expect(draftFaults(high, 'modbus_tcp')).toEqual({})
    expect(draftFaults(high, 'modbus_rtu').slaveId).toEqual({ kind: 'range', min: 1, max: 247 })
    expect(draftFaults({ ...draft, slaveId: 0 }, 'modbus_rtu').slaveId).toBeDefined()
  })

  it('keeps MQTT ids fit for a topic, and places on the earth', () => {
    expect(draftFaults({ ...draft, externalId: 'a/b' }, 'mqtt').externalId).toEqual({ kind: 'topicSafe' })
    expect(draftFaults({ ...draft, latitude: 91 }, 'mqtt').latitude).toEqual({ kind: 'range', min: -90, max: 90 })
  })

  it('sends nothing that does not belong to the kind of gateway', () => {
    const both = { ...draft, slaveId: 7, externalId: 'x' }
    expect(bodyOf(both, 'modbus_tcp')).toMatchObject({ name: 'Meter', slave_id: 7, external_id: null })
    expect(bodyOf(both, 'mqtt')).toMatchObject({ slave_id: null, external_id: 'x', latitude: null })
  })

  it('shows a refusal at its field', () => {
    expect(
      refusedFields([
        { path: 'slave_id', message: 'taken' },
        { path: 'other', message: 'x' },
      ]),
    ).toEqual({
      slaveId: 'taken',
    })
  })
})

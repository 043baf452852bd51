import { describe, expect, it } from 'vitest'
import { GATEWAY_TYPES } from '../../../api/types.ts'
import {
  connectionBody,
  connectionLine,
  draftFrom,
  FIRST_CONNECTION,
  fieldsOf,
  missingField,
} from './connection-draft.ts'
import { publishExample } from './publish-example.ts'

describe('a gateway’s connection', () => {
  it('sends only the fields of its own kind', () => {
    const mixed = { host: ' 10.0.0.5 ', port: 502, client_id: 'left over', baud_rate: 9600 }
    expect(connectionBody('modbus_tcp', mixed)).toEqual({ host: '10.0.0.5', port: 502 })
    expect(connectionBody('nmea0183', { transport: 'udp', port: 10110, host: 'left over' })).toEqual({
      transport: 'udp',
      port: 10110,
    })
  })

  it('comes back from the hub as it was sent', () => {
    for (const type of GATEWAY_TYPES) {
      const body = connectionBody(type, { ...FIRST_CONNECTION[type], host: 'h', path: '/dev/ttyUSB0', client_id: 'c' })
      expect(connectionBody(type, draftFrom(type, body))).toEqual(body)
      expect(connectionLine(type, body)).not.toContain('undefined')
    }
  })

  it('names the first field that is missing', () => {
    expect(missingField('modbus_tcp', FIRST_CONNECTION.modbus_tcp)).toBe('host')
    expect(missingField('modbus_rtu', FIRST_CONNECTION.modbus_rtu)).toBe('path')
    expect(missingField('zigbee', FIRST_CONNECTION.zigbee)).toBeNull()
  })

  it('reads in one line as a technician writes it', () => {
    const serial = { path: '/dev/ttyUSB0', baud_rate: 9600, parity: 'even', data_bits: 8, stop_bits: 1 }
    expect(connectionLine('modbus_rtu', serial)).toBe('/dev/ttyUSB0 9600 8E1')
    expect(fieldsOf('nmea0183', { transport: 'serial' })).toEqual(['transport', 'path', 'baud_rate'])
  })
})

describe('the example command', () => {
  it('survives any password in a shell', () => {
    const command = publishExample({ mqttUrl: 'mqtt://10.0.0.2:1884', clientId: 'c', username: 'u', password: "a'b$c" })
    expect(command).toContain("-P 'a'\\''b$c'")
    expect(command).toContain('-h 10.0.0.2 -p 1884')
  })
})

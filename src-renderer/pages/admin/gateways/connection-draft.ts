import type { GatewayType } from '../../../api/types.ts'

export type ConnectionField =
  | 'host'
  | 'port'
  | 'path'
  | 'baud_rate'
  | 'parity'
  | 'data_bits'
  | 'stop_bits'
  | 'client_id'
  | 'base_topic'
  | 'transport'

export type ConnectionDraft = Partial<Record<ConnectionField, string | number>>
export const TRANSPORTS = ['tcp', 'udp', 'serial'] as const
export const PARITIES = ['none', 'even', 'odd'] as const
export const BAUD_RATES = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200] as const

/** What a new gateway starts from: the field's usual settings. */
export const FIRST_CONNECTION: Readonly<Record<GatewayType, ConnectionDraft>> = {
  modbus_tcp: { host: '', port: 502 },
  modbus_rtu_tcp: { host: '', port: 4001 },
  modbus_rtu: { path: '', baud_rate: 9600, parity: 'none', data_bits: 8, stop_bits: 1 },
  mqtt: { client_id: '' },
  zigbee: { base_topic: 'zigbee2mqtt' },
  nmea0183: { transport: 'tcp', host: '', port: 10_110 },
}

const NMEA_FIELDS: Readonly<Record<(typeof TRANSPORTS)[number], readonly ConnectionField[]>> = {
  tcp: ['transport', 'host', 'port'],
  udp: ['transport', 'port'],
  serial: ['transport', 'path', 'baud_rate'],
}

export function transportOf(draft: ConnectionDraft): (typeof TRANSPORTS)[number] {
  return TRANSPORTS.find((one) => one === draft.transport) ?? 'tcp'
}

/** The fields that this kind of connection has, in order. */
export function fieldsOf(type: GatewayType, draft: ConnectionDraft): readonly ConnectionField[] {
  switch (type) {
    case 'modbus_tcp':
    case 'modbus_rtu_tcp':
      return ['host', 'port']
    case 'modbus_rtu':
      return ['path', 'baud_rate', 'parity', 'data_bits', 'stop_bits']
    case 'mqtt':
      return ['client_id']
    case 'zigbee':
      return ['base_topic']
    case 'nmea0183':
      return NMEA_FIELDS[transportOf(draft)]
  }
}

/** Only the fields of this kind: what another kind left behind is not sent. */
export function connectionBody(type: GatewayType, draft: ConnectionDraft): ConnectionDraft {
  return Object.fromEntries(
    fieldsOf(type, draft).map((field) => {
      const value = draft[field] ?? FIRST_CONNECTION[type][field] ?? ''
      return [field, typeof value === 'string' ? value.trim() : value]
    }),
  )
}

/** The first field that is not filled, or null. */
export function missingField(type: GatewayType, draft: ConnectionDraft): ConnectionField | null {
  const body = connectionBody(type, draft)
  return fieldsOf(type, draft).find((field) => body[field] === '') ?? null
}

export function draftFrom(type: GatewayType, connection: Readonly<Record<string, unknown>>): ConnectionDraft {
  const draft: ConnectionDraft = { ...FIRST_CONNECTION[type] }
  for (const field of ALL_FIELDS) {
    const value = connection[field]
    if (typeof value === 'string' || typeof value === 'number') draft[field] = value
  }
  return draft
}

const ALL_FIELDS: readonly ConnectionField[] = [
  'host',
  'port',
  'path',
  'baud_rate',
  'parity',
  'data_bits',
  'stop_bits',
  'client_id',
  'base_topic',
  'transport',
]

/** A connection in one line: 10.0.0.5:502, /dev/ttyUSB0 9600 8N1, a client's id. */
export function connectionLine(type: GatewayType, connection: Readonly<Record<string, unknown>>): string {
  const draft = draftFrom(type, connection)
  switch (type) {
    case 'modbus_tcp':
    case 'modbus_rtu_tcp':
      return `${draft.host}:${draft.port}`
    case 'modbus_rtu':
      return `${draft.path} ${draft.baud_rate} ${draft.data_bits}${String(draft.parity).charAt(0).toUpperCase()}${draft.stop_bits}`
    case 'mqtt':
      return String(draft.client_id)
    case 'zigbee':
      return String(draft.base_topic)
    case 'nmea0183':
      return nmeaLine(draft)
  }
}

function nmeaLine(draft: ConnectionDraft): string {
  switch (transportOf(draft)) {
    case 'tcp':
      return `tcp ${draft.host}:${draft.port}`
    case 'udp':
      return `udp :${draft.port}`
    case 'serial':
      return `${draft.path} ${draft.baud_rate}`
  }
}

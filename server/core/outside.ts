/**
 * The world outside the hub, as seen by the core: hardware, clock and log. Types only, so that the hardware runtime,
 * which may live in another process, can import them without pulling the hub in.
 *
 * Everything here crosses a message port in the desktop app: plain data, no functions, no class instances.
 */

import type { Words } from './errors.ts'

/** Quality of a sample, after OPC UA and IEC 61850 practice. Order is the wire code in the telemetry store: append only. */
export const QUALITIES = ['good', 'stale', 'comm_fail', 'invalid', 'estimated', 'simulated'] as const
export type Quality = (typeof QUALITIES)[number]

/** What one device said at one instant: the unit of intake. Values are in canonical units (additions.md, Metrics). */
export interface Reading {
  readonly deviceId: string
  /** Source time, epoch milliseconds. */
  readonly at: number
  /** Metric → value; null = known to be missing (never 0 for missing). Booleans arrive as 0/1. */
  readonly values: Readonly<Record<string, number | null>>
  readonly quality: Quality
}

/** How a gateway's link is. `since` is epoch milliseconds. */
export interface GatewayLink {
  readonly gatewayId: string
  readonly isOnline: boolean
  readonly since: number
  /** Short English cause for diagnostics, e.g. "ECONNREFUSED", "last will". Null while online. */
  readonly cause: string | null
}

/** A fault that a driver met while talking to a device. Kept in a bounded ring per device and counted. */
export interface Fault {
  readonly gatewayId: string
  readonly deviceId: string | null
  readonly at: number
  readonly kind: 'timeout' | 'exception' | 'crc' | 'framing' | 'connection' | 'decode' | 'config'
  /** Modbus exception code, if the kind is exception. */
  readonly code: number | null
  readonly message: string
}

/** An MQTT message that could not be turned into readings: it waits in the inbox with a reason and a count. */
export interface InboxMessage {
  readonly gatewayId: string | null
  readonly clientId: string
  readonly topic: string
  readonly reason: 'unknown_topic' | 'unknown_device' | 'bad_json' | 'bad_payload' | 'bad_timestamp' | 'too_large'
  readonly at: number
  /** First 512 characters of the payload as text. */
  readonly sample: string
}

/**
 * What a gateway says of itself over MQTT, as opposed to telemetry: `config/reported`, `command/result`, `ota/status`,
 * and everything of a Zigbee bridge (`bridge/state`, `bridge/devices`, …). Not stored by the intake: whoever asked takes it.
 */
export interface GatewayReport {
  readonly gatewayId: string
  /** Below the gateway's own prefix (quaywatch/{client_id}/ or the Zigbee base topic). */
  readonly topic: string
  /** Payload as text, at most 1 MB. */
  readonly payload: string
  readonly isRetained: boolean
  readonly at: number
}

/** What a gateway without credentials is told when it shows a claim code. */
export type ClaimAnswer =
  | {
      readonly gatewayId: string
      readonly username: string
      readonly password: string
      readonly baseTopic: string
    }
  /** Short English cause, the same for every wrong code. */
  | { readonly refused: string }

/** Hardware → hub. Every method resolves only when the hub has taken responsibility. */
export interface Intake {
  /** Resolves after the readings are committed to disk; rejects if they could not be. MQTT acknowledges on this. */
  readings(batch: readonly Reading[]): Promise<void>
  links(links: readonly GatewayLink[]): Promise<void>
  faults(faults: readonly Fault[]): Promise<void>
  inbox(messages: readonly InboxMessage[]): Promise<void>
  reports(reports: readonly GatewayReport[]): Promise<void>
  claim(code: string): Promise<ClaimAnswer>
}

export const REGISTER_TYPES = [
  'bool',
  'u16',
  'i16',
  'u32',
  'i32',
  'u48',
  'u64',
  'i64',
  'f32',
  'f64',
  'string',
  'bitfield',
  'enum',
  'bcd16',
  'bcd32',
] as const
export type RegisterType = (typeof REGISTER_TYPES)[number]
export type RegisterTable = 'coil' | 'discrete' | 'input' | 'holding'
export type PollClass = 'live' | 'energy' | 'config' | 'once'

/** One register of a device template, fully resolved: no defaults left to apply. Addresses are PDU (0-based). */
export interface RegisterSpec {
  readonly metric: string
  readonly table: RegisterTable
  readonly address: number
  /** Length in 16-bit registers (bits for coil/discrete are always 1). */
  readonly length: number
  readonly type: RegisterType
  /** Order of bytes in a register and of registers in a value; big = as Modbus sends. */
  readonly byteOrder: 'big' | 'little'
  readonly wordOrder: 'big' | 'little'
  /** value = raw × scale + offset, after the scale-factor register if there is one (raw × 10^sf). */
  readonly scale: number
  readonly offset: number
  /** Address (same table) of a signed 16-bit power-of-ten scale factor register. */
  readonly scaleRegister: number | null
  readonly unit: string
  readonly pollClass: PollClass
  /** Raw integers that mean "no value" (decimal strings because u64 does not fit a number). */
  readonly invalid: readonly string[]
  /** Bitfield: bit number → name. Enum: raw value → name. */
  readonly labels: Readonly<Record<string, string>> | null
  /** Counters carry their modulus in canonical units so that a wrap is not read as a reset; null = not a counter. */
  readonly counter: { readonly modulus: number | null; readonly resettable: boolean } | null
}

export const POINT_KINDS = ['switch', 'setpoint', 'command'] as const
export type PointKind = (typeof POINT_KINDS)[number]
export type WritableTable = Extract<RegisterTable, 'coil' | 'holding'>

/** Where a Modbus device takes a point's value, and gives it back. raw = (value − offset) ÷ scale, rounded. */
export interface PointRegister {
  readonly table: WritableTable
  /** PDU (0-based). */
  readonly address: number
  readonly type: RegisterType
  readonly byteOrder: 'big' | 'little'
  readonly wordOrder: 'big' | 'little'
  readonly scale: number
  readonly offset: number
  /** Written as a list of one (FC15, FC16) where the device does not know FC05 or FC06. */
  readonly isWrittenAsList: boolean
}

/** One of the values that a point takes, and what it does to the world, as a clause after the device's name. */
export interface PointOption {
  readonly value: number
  readonly name: Words
  readonly effect: Words | null
}

/** Something of a device that can be written. */
export interface PointSpec {
  readonly key: string
  readonly name: Words
  /** switch: two options, kept. setpoint: a number in a range, or one of several options, kept. command: done, not kept. */
  readonly kind: PointKind
  /** Where its present value is among what the device measures; null = nowhere. */
  readonly metric: string | null
  readonly unit: string
  readonly min: number | null
  readonly max: number | null
  readonly step: number | null
  /** The only values that it takes; null = any in its range. */
  readonly options: readonly PointOption[] | null
  /** Values that put energy on what hangs below, or may. Writing any other only takes it away. Null = every value may. */
  readonly energising: readonly number[] | null
  /** Null where the device takes its points by name (MQTT). */
  readonly register: PointRegister | null
}

export interface TemplateSpec {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly manufacturer: string
  readonly deviceType: string
  readonly version: string
  readonly verified: boolean
  /** Where the addresses come from; shown to the user beside the badge. */
  readonly source: string
  readonly limits: {
    readonly maxRead: number
    readonly maxGap: number
    readonly minGapMs: number
    readonly forbidden: readonly (readonly [number, number])[]
  }
  /** None for a device that tells its values by name (MQTT). */
  readonly registers: readonly RegisterSpec[]
  readonly points: readonly PointSpec[]
}

export type GatewayConnection =
  | { readonly type: 'modbus_tcp'; readonly host: string; readonly port: number }
  | { readonly type: 'modbus_rtu_tcp'; readonly host: string; readonly port: number }
  | {
      readonly type: 'modbus_rtu'
      readonly path: string
      readonly baudRate: number
      readonly parity: 'none' | 'even' | 'odd'
      readonly dataBits: 7 | 8
      readonly stopBits: 1 | 2
    }
  | {
      readonly type: 'mqtt'
      readonly clientId: string
      readonly username: string
      /** sha256 hex of the generated 256-bit password: a fast hash is enough for a secret that nobody chose. */
      readonly passwordSha256: string
    }
  /** A Zigbee2MQTT bridge: it publishes below a base topic of its own. */
  | {
      readonly type: 'zigbee'
      readonly baseTopic: string
      readonly username: string
      readonly passwordSha256: string
    }
  /** Stored; no driver polls it yet. */
  | { readonly type: 'nmea0183'; readonly options: Readonly<Record<string, unknown>> }

export interface GatewayPlan {
  readonly id: string
  readonly name: string
  readonly isEnabled: boolean
  readonly connection: GatewayConnection
  readonly devices: readonly DevicePlan[]
}

export interface DevicePlan {
  readonly id: string
  readonly name: string
  /** Modbus unit id 1–247 (0–255 accepted on TCP); null for MQTT. */
  readonly slaveId: number | null
  /** MQTT topic name; null for Modbus. */
  readonly externalId: string | null
  readonly pollIntervalMs: number
  readonly template: TemplateSpec | null
}

/** One planned request and what it costs, for the plan shown to the technician before saving. */
export interface PlannedRead {
  readonly table: RegisterTable
  readonly address: number
  readonly length: number
  readonly pollClass: PollClass
  readonly metrics: readonly string[]
}

export interface DeviceDiagnostics {
  readonly deviceId: string
  readonly plan: readonly PlannedRead[]
  /** Estimated bus time of one live cycle and the period it must fit in. */
  readonly cycleMs: number
  readonly periodMs: number
  readonly holes: readonly { readonly table: RegisterTable; readonly address: number }[]
  readonly requests: number
  readonly failures: number
  readonly lastRoundTripMs: number | null
  readonly p95RoundTripMs: number | null
  readonly isBackedOff: boolean
  readonly nextAttemptAt: number | null
}

/** A write to a point that the device's template declares, already permitted, unlocked and clamped by the core. */
export interface WriteRequest {
  readonly deviceId: string
  readonly point: string
  /** Canonical unit of the point; a switch takes 0 or 1. */
  readonly value: number
}

/** How a write ended. `readBack` is what the device says afterwards, null when it could not be read. */
export interface WriteOutcome {
  readonly readBack: number | null
  readonly isConfirmed: boolean
  /** Short English cause for diagnostics when the device refused or did not answer; null when it took the write. */
  readonly cause: string | null
}

/** A message to a gateway over MQTT, below its own prefix: `config/set`, `command`, `ota`, `bridge/request/permit_join`, … */
export interface GatewayMessage {
  readonly gatewayId: string
  readonly topic: string
  readonly payload: string
  readonly isRetained: boolean
}

/** Hub → hardware. Only the core's command bus may call `write` and `publish`: the interlock stands in front of them. */
export interface FieldBus {
  /** Serialised with the polls of the same path and ahead of them. Never rejects for a fault of the device. */
  write(request: WriteRequest): Promise<WriteOutcome>
  /** QoS 1. `isConnected` false: the gateway is not there now and the message was not sent, unless it is retained. */
  publish(message: GatewayMessage): Promise<{ readonly isConnected: boolean }>
  /** Replaces what the runtime talks to; gateways whose plan did not change are not disturbed. */
  configure(gateways: readonly GatewayPlan[]): Promise<void>
  describe(deviceId: string): Promise<DeviceDiagnostics | null>
  /** Addresses actually listened on, e.g. { mqtt: "mqtt://127.0.0.1:1883" }. */
  endpoints(): Promise<{ readonly mqtt: string | null }>
  serialPorts(): Promise<readonly { readonly path: string; readonly label: string }[]>
}

export interface Clock {
  now(): number
  /** Runs `run` every `everyMs` until stopped; never overlaps with itself. */
  every(everyMs: number, run: () => void | Promise<void>): { stop(): void }
  after(delayMs: number, run: () => void): { stop(): void }
}

export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

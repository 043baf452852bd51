import type { Device, Quality, SeriesPoint } from '../../api/types.ts'

/** Wire words of the device views that only these pages read. */

export interface LatestItem {
  metric: string
  value: number | null
  unit: string | null
  quality: Quality
  timestamp: string
  label: string | null
}

export interface DeviceSeries {
  device_id: string
  series: Record<string, { unit: string | null; points: SeriesPoint[]; decimated: boolean } | undefined>
  truncated: boolean
  next_start: string | null
}

export const INTERVALS = ['hourly', 'daily', 'weekly', 'monthly'] as const
export type Interval = (typeof INTERVALS)[number]

export interface AggregatedRow {
  timestamp: string
  voltage_avg: number | null
  current_avg: number | null
  power_avg: number | null
  energy_kwh: number | null
  power_factor_avg: number | null
  coverage: number
}

export interface DeviceFault {
  timestamp: string
  kind: string
  code: number | null
  message: string
}

export interface PlannedRead {
  table: RegisterTable
  address: number
  length: number
  poll_class: string
  metrics: string[]
}

export interface PollPlan {
  device_id: string
  plan: PlannedRead[]
  cycle_ms: number
  period_ms: number
  holes: { table: RegisterTable; address: number }[]
  requests: number
  failures: number
  last_round_trip_ms: number | null
  p95_round_trip_ms: number | null
  is_backed_off: boolean
  next_attempt_at: string | null
}

export type RegisterTable = 'coil' | 'discrete' | 'input' | 'holding'

export interface RegisterRow {
  metric: string
  table: RegisterTable
  address: number
  length: number
  type: string
  byte_order: string
  word_order: string
  scale: number
  offset: number
  scale_register: number | null
  unit: string
  poll_class: string
  invalid: string[]
  labels: Record<string, string> | null
  counter: { modulus: number | null; resettable: boolean } | null
}

export interface TemplateSummary {
  id: string
  key: string
  name: string
  manufacturer: string
  device_type: string
  version: string
  verified: boolean
  source: string
  register_count: number
}

export interface Template extends TemplateSummary {
  registers: RegisterRow[]
}

export interface DeviceNode extends Device {
  children: DeviceNode[]
}

export interface Hierarchy {
  device: Device
  ancestors: Device[]
  tree: DeviceNode
}

import type { Generated } from 'kysely'
import type { Flag, Json, Millis } from './columns.ts'

/** Counters of energy, and the rules that they are read with. */
export interface EnergyTables {
  /** Append-only. Indexes in Wh or varh. */
  meter_exchange: {
    seq: Generated<number>
    id: string
    tenant_id: string
    device_id: string
    metric: string
    at: Millis
    old_end_index: number
    new_start_index: number
    note: string | null
    created_at: Millis
    created_by: string | null
  }
  /** Append-only: resets, wraps and spikes of counters as they were met. */
  counter_event: {
    seq: Generated<number>
    tenant_id: string
    device_id: string
    metric: string
    at: Millis
    kind: string
    from_index: number
    to_index: number
  }
  reactive_limit: {
    id: string
    tenant_id: string
    device_id: string
    valid_from: Millis
    installed_kva: number | null
    connection_kw: number | null
    is_single_phase: Flag
    inductive_percent: number | null
    capacitive_percent: number | null
    is_exempt: Flag
    created_at: Millis
  }
  /** Prices and rules that hold from a day on. */
  energy_setting: { tenant_id: string; kind: string; valid_from: Millis; body: Json; created_at: Millis }
}

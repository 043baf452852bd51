import type { Generated } from 'kysely'
import type { Flag, Json, Millis } from './columns.ts'

/** Lock-out/tag-out. */
export interface LotoTables {
  /** Places at which energy is cut and held off. Removed ones stay for the sessions that used them. */
  loto_point: {
    id: string
    tenant_id: string
    name: string
    device_id: string | null
    subregion_id: string | null
    energy_type: string
    location: string | null
    isolation_method: string
    created_at: Millis
    removed_at: Millis | null
  }
  /** People are kept with the name that they had then: an account may go, its lock does not. */
  loto_session: {
    id: string
    tenant_id: string
    /** Counts up per tenant. */
    number: number
    title: string
    reason: string
    /** Table key of core/loto/session.states.ts. */
    state: string
    requested_by: string
    requested_by_name: string
    primary_id: string
    primary_name: string
    approved_by: Json | null
    rejected_by: Json | null
    rejection_reason: string | null
    applied_by: Json | null
    tools_cleared: Flag
    people_cleared: Flag
    forced_release: Json | null
    planned_start: Millis | null
    planned_end: Millis | null
    created_at: Millis
    updated_at: Millis
    applied_at: Millis | null
    released_at: Millis | null
    closed_at: Millis | null
  }
  loto_session_point: { session_id: string; point_id: string; position: number }
  loto_session_worker: { session_id: string; user_id: string; position: number; name: string; email: string }
  /** The latest of each point; the others are in the events. */
  loto_verification: {
    session_id: string
    point_id: string
    method: string
    reading: Json
    is_zero_energy: Flag
    verified_by: Json
    verified_at: Millis
  }
  loto_lock: {
    id: string
    session_id: string
    position: number
    point_id: string | null
    kind: string
    tag: string | null
    owner_id: string
    owner_name: string
    placed_at: Millis
    removed_at: Millis | null
    removal: Json | null
  }
  loto_handover: {
    id: string
    session_id: string
    from_id: string
    from_name: string
    to_id: string
    to_name: string
    lock_id: string | null
    is_primary: Flag
    status: string
    offered_at: Millis
    decided_at: Millis | null
  }
  /** A row without a hash only counts wrong attempts. */
  loto_pin: {
    user_id: string
    pin_hash: string | null
    failures: number
    locked_until: Millis | null
    updated_at: Millis
  }
  /** Append-only. */
  loto_event: {
    seq: Generated<number>
    session_id: string
    at: Millis
    action: string
    from_state: string | null
    to_state: string
    actor_id: string | null
    actor_name: string | null
    note: string | null
    detail: Json | null
  }
}

import type { Flag, Json, Millis } from './columns.ts'

/** Configurations of gateways, Zigbee networks, and sessions of an external broker. */
export interface GatewayTables {
  /** A code that a Zigbee gateway joins with: found by its selector, its secret only hashed. */
  zigbee_claim: {
    id: string
    tenant_id: string
    name: string | null
    subregion_id: string | null
    selector: string
    sha256: string
    /** Table key of core/zigbee/claim.states.ts. */
    state: string
    wrong_tries: number
    created_by: string
    created_at: Millis
    expires_at: Millis
    ended_at: Millis | null
    gateway_id: string | null
  }
  zigbee_node: {
    gateway_id: string
    ieee: string
    friendly_name: string
    kind: string
    vendor: string | null
    model: string | null
    description: string | null
    is_battery: Flag
    interview: string
    exposes: Json
    is_available: Flag | null
    link_quality: number | null
    last_seen: Millis | null
    first_seen: Millis
  }
  /** Configurations sent to gateways, or to be sent. */
  gateway_config_push: {
    id: string
    tenant_id: string
    gateway_id: string
    version: number
    hash: string
    body: Json
    /** Table key of core/gateway-config/config.states.ts. */
    state: string
    waits_for: string | null
    error: string | null
    rollback_of: string | null
    created_at: Millis
    created_by: string | null
    sent_at: Millis | null
    deadline_at: Millis | null
    finished_at: Millis | null
  }
  /** The configuration that a gateway says it runs. */
  gateway_config_report: {
    gateway_id: string
    hash: string
    version: number | null
    body: Json | null
    reported_at: Millis
  }
  /** What an external broker has said of a client, in whatever order it came. */
  broker_session: {
    client_id: string
    connected_at: Millis | null
    ended_at: Millis | null
    undated_end_at: Millis | null
    reason: string | null
    heard_at: Millis
  }
}

import type { Generated } from 'kysely'
import type { Flag, Json, Millis } from './columns.ts'

/** Places, gateways, devices, and what their hardware said that nobody could use. */
export interface DeviceTables {
  region: {
    id: string
    tenant_id: string
    name: string
    description: string | null
    latitude: number | null
    longitude: number | null
    time_zone: string | null
    created_at: Millis
  }
  subregion: {
    id: string
    tenant_id: string
    region_id: string
    name: string
    description: string | null
    latitude: number | null
    longitude: number | null
    site_plan: Json | null
    created_at: Millis
  }
  gateway: {
    id: string
    tenant_id: string
    subregion_id: string | null
    name: string
    type: string
    is_enabled: Flag
    connection: Json
    /** MQTT only: user name and sha256 of the generated password. */
    username: string | null
    password_sha256: string | null
    config_version: number
    is_online: Flag
    last_seen: Millis | null
    created_at: Millis
  }
  device: {
    id: string
    tenant_id: string
    gateway_id: string
    subregion_id: string | null
    parent_id: string | null
    template_id: string | null
    name: string
    device_type: string
    slave_id: number | null
    external_id: string | null
    latitude: number | null
    longitude: number | null
    poll_interval_s: number | null
    is_online: Flag
    last_seen: Millis | null
    created_at: Millis
  }
  /** Templates made or changed by users; those of resources/templates are read from there. */
  template: {
    id: string
    tenant_id: string
    key: string
    base_id: string | null
    body: Json
    version: number
    created_at: Millis
    updated_at: Millis
  }
  /** MQTT messages that could not be understood, one row per (client, topic, reason). */
  inbox: {
    id: string
    tenant_id: string | null
    gateway_id: string | null
    client_id: string
    topic: string
    reason: string
    sample: string
    count: number
    first_at: Millis
    last_at: Millis
  }
  fault: {
    seq: Generated<number>
    gateway_id: string
    device_id: string | null
    at: Millis
    kind: string
    code: number | null
    message: string
  }
}

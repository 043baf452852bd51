/** Answers of /api/v1/zigbee and /api/console/zigbee. */
export interface ZigbeeGateway {
  id: string
  name: string
  subregion_id: string | null
  is_enabled: boolean
  base_topic: string
  is_online: boolean
  last_seen: string | null
  version: string | null
  channel: number | null
  is_join_open: boolean
  join_ends_at: string | null
  node_count: number
  device_count: number
}

export interface ZigbeeNode {
  ieee_address: string
  friendly_name: string
  kind: 'Coordinator' | 'Router' | 'EndDevice' | 'Unknown'
  vendor: string | null
  model: string | null
  description: string | null
  is_battery: boolean
  interview: 'pending' | 'in_progress' | 'successful' | 'failed'
  is_available: boolean | null
  link_quality: number | null
  last_seen: string | null
  first_seen: string
  properties: { property: string; unit: string | null; is_settable: boolean }[]
  device_id: string | null
  device_name: string | null
}

export interface ClaimCode {
  id: string
  code: string
  expires_at: string
}

import type { FeatureCollection } from 'geojson'
import type { DeviceType, Quality, Severity } from '../api/types.ts'

/** GET /api/measurements/map-data */
export interface MapDevice {
  readonly device_id: string
  readonly name: string
  readonly device_type: DeviceType
  readonly latitude: number | null
  readonly longitude: number | null
  readonly is_online: boolean
  readonly last_seen: string | null
  readonly alarm_severity: Severity | null
  readonly values: Readonly<
    Record<string, { value: number | null; unit: string; quality: Quality; timestamp: string } | undefined>
  >
}

/** GET /api/console/site-plans */
export interface SitePlan {
  readonly subregion_id: string
  readonly region_id: string
  readonly name: string
  readonly site_plan: FeatureCollection | null
}

export interface Region {
  readonly id: string
  readonly tenantId: string
  readonly name: string
  readonly description: string | null
  readonly latitude: number | null
  readonly longitude: number | null
  /** IANA zone; null = the tenant's. */
  readonly timeZone: string | null
  readonly createdAt: number
}

export interface Subregion {
  readonly id: string
  readonly tenantId: string
  readonly regionId: string
  readonly name: string
  readonly description: string | null
  readonly latitude: number | null
  readonly longitude: number | null
  /** GeoJSON FeatureCollection of the plan, or null. */
  readonly sitePlan: Readonly<Record<string, unknown>> | null
  readonly createdAt: number
}

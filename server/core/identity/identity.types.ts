import type { Permission } from '../access.ts'

export interface Tenant {
  readonly id: string
  readonly name: string
  /** IANA zone of the site; regions may have their own. */
  readonly timeZone: string
  readonly createdAt: number
}

export interface Role {
  readonly id: string
  readonly tenantId: string
  readonly name: string
  readonly description: string | null
  readonly permissions: readonly Permission[]
  /** Made with the tenant; its permissions cannot be changed. */
  readonly isSystem: boolean
  readonly createdAt: number
}

export interface User {
  readonly id: string
  readonly tenantId: string
  readonly email: string
  readonly name: string | null
  readonly roleId: string
  readonly isActive: boolean
  readonly createdAt: number
  readonly lastLoginAt: number | null
}

export interface Session {
  readonly id: string
  readonly userId: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly revokedAt: number | null
}

export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
}

/** The five roles that every tenant starts with. Kept in step with the newest migration that touches system roles. */
const READ_SITE: readonly Permission[] = [
  'sites:read',
  'gateways:read',
  'devices:read',
  'measurements:read',
  'alarms:read',
  'loto:read',
]
const OPERATE: readonly Permission[] = [
  ...READ_SITE,
  'system:read',
  'incidents:ack',
  'incidents:snooze',
  'incidents:close',
  'devices:control',
  'loto:work',
  'firmware:read',
  'zigbee:read',
  'widgets:write',
]
const COMMISSION: readonly Permission[] = [
  ...OPERATE,
  'sites:write',
  'gateways:write',
  'devices:write',
  'alarms:write',
  'energy:write',
  'loto:write',
  'firmware:write',
  'ota:write',
  'zigbee:write',
]
/** The second pair of eyes of lock-out/tag-out: never the one who asked. */
const SUPERVISE: readonly Permission[] = [...OPERATE, 'loto:write', 'loto:approve', 'loto:supervise', 'energy:write']

export const SYSTEM_ROLES: readonly {
  readonly name: string
  readonly description: string
  readonly permissions: readonly Permission[] | 'all'
}[] = [
  { name: 'Administrator', description: 'Her şeyi yönetir / Manages everything', permissions: 'all' },
  { name: 'Operator', description: 'İzler, alarmları yönetir / Watches and handles alarms', permissions: OPERATE },
  { name: 'Technician', description: 'Donanımı devreye alır / Commissions hardware', permissions: COMMISSION },
  {
    name: 'Supervisor',
    description: 'İşletir, enerji kesme izni verir / Operates and approves lock-outs',
    permissions: SUPERVISE,
  },
  { name: 'Viewer', description: 'Yalnızca izler / Only watches', permissions: READ_SITE },
]

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

/** The four roles that every tenant starts with. */
const READ_SITE: readonly Permission[] = [
  'sites:read',
  'gateways:read',
  'devices:read',
  'measurements:read',
  'alarms:read',
]
const OPERATE: readonly Permission[] = [
  ...READ_SITE,
  'system:read',
  'incidents:ack',
  'incidents:snooze',
  'incidents:close',
]
const COMMISSION: readonly Permission[] = [...OPERATE, 'sites:write', 'gateways:write', 'devices:write', 'alarms:write']

export const SYSTEM_ROLES: readonly {
  readonly name: string
  readonly description: string
  readonly permissions: readonly Permission[] | 'all'
}[] = [
  { name: 'Administrator', description: 'Her şeyi yönetir / Manages everything', permissions: 'all' },
  { name: 'Operator', description: 'İzler, alarmları yönetir / Watches and handles alarms', permissions: OPERATE },
  { name: 'Technician', description: 'Donanımı devreye alır / Commissions hardware', permissions: COMMISSION },
  { name: 'Viewer', description: 'Yalnızca izler / Only watches', permissions: READ_SITE },
]

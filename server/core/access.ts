import { AppError } from './errors.ts'

/** Everything that can be allowed. Deny by default: a role holds a subset, and nothing is implied. */
export const PERMISSIONS = [
  'users:read',
  'users:write',
  'roles:read',
  'roles:write',
  'sites:read',
  'sites:write',
  'gateways:read',
  'gateways:write',
  'devices:read',
  'devices:write',
  'measurements:read',
  'alarms:read',
  'alarms:write',
  'incidents:ack',
  'incidents:snooze',
  'incidents:close',
  'audit:read',
  'system:read',
  /** Write to points of devices: breakers, relays, set points. */
  'devices:control',
  /** Meter exchanges, limits and prices. */
  'energy:write',
  'loto:read',
  /** Isolation points. */
  'loto:write',
  /** Request, isolate, verify, lock and release. */
  'loto:work',
  'loto:approve',
  /** One of the two signatures under a forced removal. */
  'loto:supervise',
  'firmware:read',
  'firmware:write',
  'ota:write',
  'zigbee:read',
  'zigbee:write',
  'widgets:write',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** Who is acting. The hub itself acts through `systemActor` for timers and hardware. */
export interface Actor {
  readonly userId: string
  readonly tenantId: string
  readonly email: string
  readonly permissions: ReadonlySet<Permission>
  readonly sessionId: string
}

/** First line of every public use case. @throws AppError PERMISSION_DENIED */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (!actor.permissions.has(permission)) throw new AppError('PERMISSION_DENIED')
}

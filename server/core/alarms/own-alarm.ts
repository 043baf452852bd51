import type { Words } from '../errors.ts'
import type { IncidentOrigin, Severity } from './alarm.types.ts'
import type { Edge } from './incident-draft.ts'
import { triggered } from './trigger.ts'

/** An alarm that a feature of the hub raises, no policy. */
export interface OwnAlarm {
  readonly origin: IncidentOrigin
  readonly tenantId: string
  /** Null: about the gateway as a whole. */
  readonly deviceId: string | null
  readonly gatewayId: string | null
  readonly severity: Severity
  readonly message: Words
  readonly metric: string | null
  readonly value: number | null
}

/** The edge with which its incident begins. */
export const ownAlarm = (alarm: OwnAlarm, at: number): Edge =>
  triggered({ ...alarm, policyId: null }, at, alarm.value === null ? null : { value: alarm.value })

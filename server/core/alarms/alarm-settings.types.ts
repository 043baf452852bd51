import type { Severity } from './alarm.types.ts'
import type { Ladder } from './ladder.ts'
import { DEFAULT_SHELVING_S } from './shelving.ts'

/** How a tenant's alarms reach people, unless a policy says otherwise. Seconds; null = never. */
export interface AlarmSettings {
  readonly shelvingS: Readonly<Record<Severity, number>>
  readonly reminderS: Readonly<Record<Severity, number | null>>
  /** Consoles that are manned at the same time: the figures per operator are divided by it. */
  readonly operators: number
  /** Webhooks may go to this machine and its private networks, and by plain HTTP. */
  readonly allowsPrivateWebhooks: boolean
}

export const DEFAULT_ALARM_SETTINGS: AlarmSettings = {
  shelvingS: DEFAULT_SHELVING_S,
  reminderS: { critical: 5 * 60, high: 15 * 60, medium: null, low: null, info: null },
  operators: 1,
  allowsPrivateWebhooks: false,
}

/** What a policy says itself. A reminder of null leaves it to the tenant's. */
export interface PolicyManner {
  readonly ladder: Ladder
  readonly reminderS: number | null
}

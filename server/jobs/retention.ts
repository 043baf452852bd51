import type { Clock } from '../core/outside.ts'
import type { Retention, TelemetryStore } from '../core/telemetry/store.ts'

const MAX_STEPS = 500

/** Two years of raw samples, ten of hours, days for ever in practice; the disk budget cuts raw samples first. */
export const RETENTION: Retention = { rawDays: 730, hourlyDays: 3_650, dailyDays: 36_500, maxBytes: 50 * 2 ** 30 }

/** Deletes what has had its time, in small steps that let commits through. */
export async function expire(store: TelemetryStore, clock: Clock): Promise<void> {
  for (let step = 0; step < MAX_STEPS; step++) {
    if (!(await store.expire(RETENTION, clock.now()))) return
  }
}

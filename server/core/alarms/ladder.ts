import { ruleViolation } from '../errors.ts'
import type { Incident, Severity } from './alarm.types.ts'
import { isCleared } from './incident.states.ts'

/** From `afterS` seconds of standing on, the incident has this severity: higher or lower than before. */
export interface Rung {
  readonly afterS: number
  readonly severity: Severity
}

/** In order of time. */
export type Ladder = readonly Rung[]

const MAX_RUNGS = 8

/** The severity that an incident has now. A condition that is back to normal is back at the policy's own. */
export function rungOf(
  ladder: Ladder,
  base: Severity,
  incident: Pick<Incident, 'state' | 'resumeState' | 'occurredAt' | 'triggeredAt'>,
  now: number,
): Severity {
  if (isCleared(incident)) return base
  const standingMs = now - (incident.occurredAt ?? incident.triggeredAt)
  return ladder.findLast((rung) => rung.afterS * 1000 <= standingMs)?.severity ?? base
}

/** @throws AppError BUSINESS_RULE_VIOLATION */
export function checkLadder(ladder: Ladder): void {
  const isRising = ladder.every((rung, index) => rung.afterS > (ladder[index - 1]?.afterS ?? 0))
  if (ladder.length <= MAX_RUNGS && isRising) return
  throw ruleViolation({
    tr: `Önem basamakları artan sürelerle, en çok ${MAX_RUNGS} adet olmalıdır`,
    en: `The steps of severity must come in order of time, at most ${MAX_RUNGS} of them`,
  })
}

import { type Actor, requirePermission } from '../access.ts'
import { ruleViolation } from '../errors.ts'
import type { Incident, Severity } from './alarm.types.ts'
import { isSafety } from './annunciation.ts'

const HOUR_S = 3600

/** How long at most an alarm is shelved: the more urgent, the shorter, so that it is looked at again within the shift. */
export const DEFAULT_SHELVING_S: Readonly<Record<Severity, number>> = {
  critical: HOUR_S,
  high: 4 * HOUR_S,
  medium: 8 * HOUR_S,
  low: 24 * HOUR_S,
  info: 24 * HOUR_S,
}

/** No tenant may shelve for longer than this: nothing is forgotten on a shelf. */
export const MAX_SHELVING_S = 7 * 24 * HOUR_S

/** @throws AppError BUSINESS_RULE_VIOLATION, PERMISSION_DENIED */
export function checkShelving(actor: Actor, incident: Incident, durationMs: number, maxMs: number): void {
  if (isSafety(incident)) {
    throw ruleViolation({
      tr: 'Can güvenliği alarmı ertelenemez',
      en: 'An alarm of the safety class cannot be snoozed',
    })
  }
  if (incident.severity === 'critical') requirePermission(actor, 'incidents:close')
  if (durationMs > 0 && durationMs <= maxMs) return
  const tooLong = spanWords(maxMs)
  throw ruleViolation({
    tr: `Erteleme bitişi gelecekte ve bu önem için en çok ${tooLong.tr} sonra olmalıdır`,
    en: `A snooze must end in the future, at most ${tooLong.en} from now for this severity`,
  })
}

function spanWords(ms: number): { tr: string; en: string } {
  const minutes = Math.round(ms / 60_000)
  if (minutes % 60 !== 0) return { tr: `${minutes} dakika`, en: `${minutes} minutes` }
  return { tr: `${minutes / 60} saat`, en: minutes === 60 ? '1 hour' : `${minutes / 60} hours` }
}

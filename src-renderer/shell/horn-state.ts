import type { Incident, Severity } from '../api/types.ts'
import { SEVERITIES } from '../api/types.ts'

/** Silence covers what was known when it was pressed, and nothing that comes after. */
export interface Horn {
  readonly isMuted: boolean
  readonly silenced: ReadonlySet<string>
}

/** One occurrence of an incident: when it comes back or is reminded of, it is heard again. */
export function soundKey(incident: Pick<Incident, 'id' | 'occurrence_count' | 'reminder_count'>): string {
  return `${incident.id}#${incident.occurrence_count}#${incident.reminder_count}`
}

/** @returns the severity to sound, or null for quiet. Silencing never acknowledges: the incidents stay as they are. */
export function hornSeverity(horn: Horn, unacknowledged: readonly Incident[], isFlood = false): Severity | null {
  if (horn.isMuted) return null
  const audible = new Set(
    unacknowledged.filter((incident) => !horn.silenced.has(soundKey(incident))).map((incident) => incident.severity),
  )
  // In a flood the lesser ones would drown those that matter.
  const heard = isFlood ? SEVERITIES.slice(0, 2) : SEVERITIES
  return heard.find((severity) => audible.has(severity)) ?? null
}

export function silence(horn: Horn, unacknowledged: readonly Incident[]): Horn {
  return { ...horn, silenced: new Set(unacknowledged.map(soundKey)) }
}

import type { TFunction } from 'i18next'
import type { Incident } from '../../../api/types.ts'

/** Why an incident calls nobody: "Maintenance: meter exchange". */
export function suppressionText(
  t: TFunction,
  { suppressed_by: by, suppressed_reason: reason }: Pick<Incident, 'suppressed_by' | 'suppressed_reason'>,
): string {
  if (by === null) return '—'
  const word = t(`alarms.suppressedBy.${by}`)
  return reason ? `${word}: ${reason}` : word
}

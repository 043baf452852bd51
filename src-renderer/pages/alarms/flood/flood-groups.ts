import type { FloodItem } from '../../../api/queries/annunciation.ts'
import type { Severity } from '../../../api/types.ts'
import { SEVERITY_RANK } from '../../../components/severity-mark.tsx'

export interface FloodLine {
  readonly key: string
  readonly policyId: string | null
  readonly policyName: string | null
  readonly severity: Severity
  readonly count: number
  readonly newestAt: string
  /** The incident itself where there is only one. */
  readonly incidentId: string
}

export interface FloodGroup {
  readonly place: string | null
  readonly count: number
  readonly lines: readonly FloodLine[]
}

/** By place, and there by policy: forty alarms of one cause are one line. The worst and the fullest come first. */
export function floodGroups(items: readonly FloodItem[]): readonly FloodGroup[] {
  const places = Map.groupBy(items, (item) => item.place)
  return [...places]
    .map(([place, found]) => ({ place, count: found.length, lines: linesOf(found) }))
    .sort((a, b) => rankOf(a) - rankOf(b) || b.count - a.count)
}

const rankOf = ({ lines }: FloodGroup): number => Math.min(...lines.map((line) => SEVERITY_RANK[line.severity]))

function linesOf(items: readonly FloodItem[]): FloodLine[] {
  const policies = Map.groupBy(items, ({ incident }) => `${incident.severity}|${incident.policy_id ?? incident.id}`)
  return [...policies]
    .flatMap(([key, found]) => {
      const newest = found
        .map(({ incident }) => incident)
        .sort((a, b) => b.triggered_at.localeCompare(a.triggered_at))[0]
      if (!newest) return []
      return {
        key,
        policyId: newest.policy_id,
        policyName: newest.policy_name,
        severity: newest.severity,
        count: found.length,
        newestAt: newest.triggered_at,
        incidentId: newest.id,
      }
    })
    .sort((a, b) => SEVERITY_RANK[a.severity] - SEVERITY_RANK[b.severity] || b.count - a.count)
}

import type { Part, Total } from './amounts.ts'
import type { Amount } from './energy.types.ts'
import { dayOf } from './periods.ts'
import type { Contributor, Flows, LoadSide, NoRatio, ReactiveDay } from './reactive.types.ts'
import { type ReactiveCounters, ratioOf } from './reactive-ratio.ts'

export const mapFlows = <A, B>({ active, inductive, capacitive }: Flows<A>, map: (flow: A) => B): Flows<B> => ({
  active: map(active),
  inductive: map(inductive),
  capacitive: map(capacitive),
})

/** A ratio of counters that were not read over the same time would be a number without a meaning. */
export function reasonOf(
  counters: ReactiveCounters | null,
  daily: Flows<readonly Amount[]>,
  total: Flows<Total>,
): NoRatio | null {
  if (counters === null) return 'no_reactive_counters'
  if (total.active.known === null || total.inductive.known === null) return 'no_data'
  const isAlike = (one: Amount, other: Amount | undefined) =>
    other !== undefined &&
    (one.known === null) === (other.known === null) &&
    (one.quality === 'partial') === (other.quality === 'partial')
  if (!daily.active.every((amount, i) => isAlike(amount, daily.inductive[i]))) return 'incomplete'
  return total.active.known <= 0 ? 'no_active_energy' : null
}

export function daysOf(
  daily: Flows<readonly Amount[]>,
  timeZone: string,
  edges: readonly number[],
): readonly ReactiveDay[] {
  const sums = { active: 0, inductive: 0, capacitive: 0 }
  const missing: Part = { known: null, quality: 'missing' }
  return edges.slice(0, -1).map((start, i) => {
    const day = mapFlows(daily, (amounts): Part => amounts[i] ?? missing)
    sums.active += day.active.known ?? 0
    sums.inductive += day.inductive.known ?? 0
    sums.capacitive += day.capacitive.known ?? 0
    return {
      date: dayOf(timeZone, start),
      ...day,
      inductiveRatioToDate: daily.inductive.length === 0 ? null : ratioOf(sums.inductive, sums.active),
      capacitiveRatioToDate: daily.capacitive.length === 0 ? null : ratioOf(sums.capacitive, sums.active),
    }
  })
}

export function unattributedOf(inductive: number | null, contributors: readonly Contributor[]): number | null {
  if (inductive === null || contributors.length === 0) return null
  let rest = inductive
  for (const { inductive: part } of contributors) {
    if (part === null) return null
    rest -= part
  }
  return rest
}

/** What a reader should know beside the figure. */
export function notesOf(
  total: Flows<Total>,
  isQuadrantApproximate: boolean,
  loadSide: LoadSide | null,
): readonly string[] {
  const isSilent = total.inductive.known === 0 && (total.capacitive.known ?? 0) === 0 && (total.active.known ?? 0) > 0
  return [
    // Enerjisa bills 0.90 × active as inductive when both reactive registers stand still through the user's fault.
    ...(isSilent ? ['reactive_counters_silent'] : []),
    ...(isQuadrantApproximate ? ['quadrant_approximate'] : []),
    ...(loadSide && loadSide.generated > 0 ? ['pv_distorts_ratio'] : []),
    'one_fault_a_year_is_disregarded',
    'whole_amount_may_be_billed',
  ]
}

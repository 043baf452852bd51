import type { Schedule } from '../../../api/types.ts'
import { type Field, type LeafDraft, leavesOf } from './condition-draft.ts'
import type { PolicyDraft } from './policy-draft.ts'

export type FaultWord =
  | 'form.required'
  | 'form.notNumber'
  | 'policies.fault.order'
  | 'policies.fault.positive'
  | 'policies.fault.negative'
  | 'policies.fault.target'
  | 'policies.fault.limit'
  | 'policies.fault.hours'
  | 'policies.fault.noWindow'
  | 'policies.fault.noDay'
  | 'policies.fault.time'
  | 'policies.fault.season'

/** By field; those of a condition by its key and the field, those of a schedule's window by its place. */
export type PolicyFaults = Readonly<Record<string, FaultWord>>

export const leafFault = (leaf: LeafDraft, field: keyof LeafDraft): string => `${leaf.key}.${field}`
export const windowFault = (index: number, field: 'days' | 'from' | 'to'): string => `window.${index}.${field}`

const number = (field: Field): FaultWord | null => (field === '' ? 'form.notNumber' : null)
const positive = (field: Field): FaultWord | null =>
  number(field) ?? (Number(field) > 0 ? null : 'policies.fault.positive')
const notNegative = (field: Field): FaultWord | null =>
  number(field) ?? (Number(field) >= 0 ? null : 'policies.fault.negative')
const ifGiven = (field: Field): FaultWord | null => (field === '' ? null : positive(field))

/** How many hours each baseline looks at. */
export const BASELINE_HOURS = { same_hour_7d: 7, same_hour_4w: 4, mean_24h: 24 } as const

type LeafFaults = Partial<Record<keyof LeafDraft, FaultWord | null>>

function leafFaults(draft: LeafDraft): LeafFaults {
  const metric: FaultWord | null = draft.metric.trim() ? null : 'form.required'
  switch (draft.type) {
    case 'threshold':
      return { metric, value: number(draft.value) }
    case 'range':
      return {
        metric,
        min: number(draft.min),
        max: number(draft.max) ?? (Number(draft.min) < Number(draft.max) ? null : 'policies.fault.order'),
      }
    case 'rate_of_change':
      return { metric, value: positive(draft.value), perS: positive(draft.perS) }
    case 'no_data':
      return { afterS: positive(draft.afterS) }
    case 'deviation':
      return {
        metric,
        percent: draft.percent === '' && draft.absolute === '' ? 'policies.fault.limit' : ifGiven(draft.percent),
        absolute: ifGiven(draft.absolute),
        minSamples:
          positive(draft.minSamples) ??
          (Number(draft.minSamples) <= BASELINE_HOURS[draft.baseline] ? null : 'policies.fault.hours'),
      }
    case 'phase_imbalance':
      return { percent: positive(draft.percent), minValue: notNegative(draft.minValue) }
    case 'consumption':
      return { value: notNegative(draft.value), windowS: draft.window === 'seconds' ? positive(draft.windowS) : null }
    case 'reactive':
      return { percent: positive(draft.percent) }
  }
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/

function scheduleFaults(schedule: Schedule | null): Record<string, FaultWord | null> {
  if (schedule === null) return {}
  const faults: Record<string, FaultWord | null> = {
    windows: schedule.windows.length === 0 ? 'policies.fault.noWindow' : null,
  }
  for (const [index, { days, from, to }] of schedule.windows.entries()) {
    faults[windowFault(index, 'days')] = days.length === 0 ? 'policies.fault.noDay' : null
    faults[windowFault(index, 'from')] = TIME.test(from) ? null : 'policies.fault.time'
    faults[windowFault(index, 'to')] = TIME.test(to) || to === '24:00' ? null : 'policies.fault.time'
  }
  const { season } = schedule
  faults.season =
    season === null || (isDayOfYear(season.from) && isDayOfYear(season.to)) ? null : 'policies.fault.season'
  return faults
}

/** A leap year's, so that 29 February is one. */
function isDayOfYear(day: string): boolean {
  const at = Date.parse(`2024-${day}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(5, 10) === day
}

/** What stands in the way of saving; empty when nothing does. */
export function policyFaults(draft: PolicyDraft): PolicyFaults {
  const all: Record<string, FaultWord | null> = {
    name: draft.name.trim() ? null : 'form.required',
    targetValue: draft.targetValue ? null : 'policies.fault.target',
    onDelayS: notNegative(draft.onDelayS),
    offDelayS: notNegative(draft.offDelayS),
    ...scheduleFaults(draft.schedule),
  }
  for (const leaf of draft.foreign ? [] : leavesOf(draft.condition)) {
    const faults: LeafFaults = { deadband: notNegative(leaf.deadband), ...leafFaults(leaf) }
    for (const [field, fault] of Object.entries(faults)) all[`${leaf.key}.${field}`] = fault
  }
  const found: Record<string, FaultWord> = {}
  for (const [field, fault] of Object.entries(all)) if (fault !== null) found[field] = fault
  return found
}

export const OPERATORS = ['>', '>=', '<', '<=', '==', '!='] as const
export type Operator = (typeof OPERATORS)[number]

/** Those that a running sum can be held against: nobody waits for a meter to show exactly 5. */
export const INEQUALITIES = ['>', '>=', '<', '<='] as const
export type Inequality = (typeof INEQUALITIES)[number]

/**
 * What "usual" is taken from, in whole hours of the site's clock before the present one: the same hour of the last 7
 * days, the same hour of the same weekday in the last 4 weeks, or the last 24 hours.
 */
export const BASELINES = ['same_hour_7d', 'same_hour_4w', 'mean_24h'] as const
export type Baseline = (typeof BASELINES)[number]

/** How many hours a baseline looks at. */
export const BASELINE_HOURS: Readonly<Record<Baseline, number>> = { same_hour_7d: 7, same_hour_4w: 4, mean_24h: 24 }

export const DIRECTIONS = ['both', 'above', 'below'] as const
export type Direction = (typeof DIRECTIONS)[number]

export const PHASE_QUANTITIES = ['voltage', 'current'] as const
export type PhaseQuantity = (typeof PHASE_QUANTITIES)[number]

export const CALENDAR_WINDOWS = ['hour', 'day', 'month'] as const
export type CalendarWindow = (typeof CALENDAR_WINDOWS)[number]

export const ENERGY_COUNTERS = ['energy_import', 'energy_export'] as const
export type EnergyCounter = (typeof ENERGY_COUNTERS)[number]

export const REACTIVE_KINDS = ['inductive', 'capacitive'] as const
export type ReactiveKind = (typeof REACTIVE_KINDS)[number]

/** What one look at one device can be held against. */
export type LeafCondition =
  | { readonly type: 'threshold'; readonly metric: string; readonly operator: Operator; readonly value: number }
  /** Alarm outside min…max, or inside when `isInside`. The bounds themselves count as inside. */
  | {
      readonly type: 'range'
      readonly metric: string
      readonly min: number
      readonly max: number
      readonly isInside: boolean
    }
  /** Alarm when the value moves by more than `value`, up or down, within `perS` seconds. */
  | { readonly type: 'rate_of_change'; readonly metric: string; readonly perS: number; readonly value: number }
  /** Alarm when no good sample came for `afterS` seconds; of any metric when `metric` is null. */
  | { readonly type: 'no_data'; readonly metric: string | null; readonly afterS: number }
  /** Alarm when the value is further from its baseline than both given limits. */
  | {
      readonly type: 'deviation'
      readonly metric: string
      /** Of the baseline. At least one of the two limits is given. */
      readonly percent: number | null
      /** In the metric's unit. */
      readonly absolute: number | null
      readonly direction: Direction
      readonly baseline: Baseline
      /** Hours with data that the baseline needs; with fewer nothing is judged. */
      readonly minSamples: number
    }
  /** NEMA MG 1, 14.36: 100 × the largest deviation of a phase from the mean of the three ÷ that mean. */
  | {
      readonly type: 'phase_imbalance'
      readonly quantity: PhaseQuantity
      readonly percent: number
      /** Means below this say nothing: phases that carry next to no load are never alike. */
      readonly minValue: number
    }
  /**
   * Energy in kWh: so far in this hour, day or month, or over the last seconds. "Less than" of an hour, day or month
   * looks at the last whole one, because each of them begins with nothing.
   */
  | {
      readonly type: 'consumption'
      readonly metric: EnergyCounter
      readonly window: CalendarWindow | { readonly seconds: number }
      readonly operator: Inequality
      readonly value: number
    }
  /** Reactive energy of the month so far in percent of its active energy; exactly one of the two limits is given. */
  | {
      readonly type: 'reactive'
      readonly kind: ReactiveKind
      /** Of the limit that the law sets for the site. */
      readonly percentOfLimit: number | null
      /** Of active energy. */
      readonly percent: number | null
    }

/** Inside a composite every part has a deadband of its own, in its own unit. */
export type Part = (LeafCondition & { readonly deadband: number }) | CompositeCondition

/** Over metrics of one device, with three-valued logic: what is not known makes nothing true, its opposite included. */
export type CompositeCondition =
  | { readonly type: 'all' | 'any'; readonly conditions: readonly Part[] }
  | { readonly type: 'not'; readonly condition: Part }

export type Condition = LeafCondition | CompositeCondition

/** Judged on the shortest path: one metric, one comparison (or, for silence, one deadline). */
export type PlainCondition = Extract<LeafCondition, { type: 'threshold' | 'range' | 'rate_of_change' | 'no_data' }>

const PLAIN: ReadonlySet<Condition['type']> = new Set(['threshold', 'range', 'rate_of_change', 'no_data'])

export const isPlain = (condition: Condition): condition is PlainCondition => PLAIN.has(condition.type)

export const isComposite = (condition: Condition): condition is CompositeCondition =>
  condition.type === 'all' || condition.type === 'any' || condition.type === 'not'

export const partsOf = (condition: CompositeCondition): readonly Part[] =>
  condition.type === 'not' ? [condition.condition] : condition.conditions

/** Every leaf of a condition, itself included. */
export const leavesOf = (condition: Condition): readonly LeafCondition[] =>
  isComposite(condition) ? partsOf(condition).flatMap(leavesOf) : [condition]

/** The metric that an incident of a leaf is about; those in percent have no series of their own. */
export function metricOf(condition: LeafCondition): string | null {
  if (condition.type === 'phase_imbalance') return `${condition.quantity}_imbalance`
  if (condition.type === 'reactive') return `reactive_ratio_${condition.kind}`
  return condition.metric
}

/** What a condition looks at, limits aside: an incident may live on under another condition that looks at the same. */
export function subjectOf(condition: Condition): string {
  if (isComposite(condition)) return `${condition.type}(${partsOf(condition).map(subjectOf).join()})`
  if (condition.type !== 'consumption') return `${condition.type}:${metricOf(condition)}`
  return `consumption:${condition.metric}:${JSON.stringify(condition.window)}`
}

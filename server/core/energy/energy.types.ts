/** How far an amount of energy can be trusted. */
export const AMOUNT_QUALITIES = ['good', 'estimated', 'partial', 'missing'] as const
/**
 * good: index difference between readings · estimated: an end was interpolated over a gap · partial: the readings do not
 * span the time · missing: no two readings.
 */
export type AmountQuality = (typeof AMOUNT_QUALITIES)[number]

/** What one counter added up in one stretch of time, in its canonical unit (Wh, varh). */
export interface Amount {
  readonly start: number
  readonly end: number
  /** The part that is known; null when nothing is. The whole only if the quality is good or estimated. */
  readonly known: number | null
  readonly quality: AmountQuality
  readonly coverage: number
}

export const isWhole = ({ quality }: Pick<Amount, 'quality'>): boolean => quality === 'good' || quality === 'estimated'

const WORST_FIRST = ['missing', 'partial', 'estimated', 'good'] as const satisfies readonly AmountQuality[]

export const worstOf = (qualities: readonly AmountQuality[]): AmountQuality =>
  WORST_FIRST.find((quality) => qualities.includes(quality)) ?? 'missing'

/** A meter was replaced, or its index set: the old one ended at one index, the new one began at another. Append-only. */
export interface MeterExchange {
  readonly id: string
  readonly tenantId: string
  readonly deviceId: string
  readonly metric: string
  readonly at: number
  /** Wh or varh. */
  readonly oldEndIndex: number
  readonly newStartIndex: number
  readonly note: string | null
  readonly createdAt: number
  /** E-mail of who recorded it. */
  readonly createdBy: string | null
}

export const COUNTER_EVENT_KINDS = ['reset', 'rollover', 'spike', 'jump'] as const
export type CounterEventKind = (typeof COUNTER_EVENT_KINDS)[number]

/** Something that a counter should not do, or does only when it wraps. Indexes in Wh or varh. */
export interface CounterEvent {
  readonly tenantId: string
  readonly deviceId: string
  readonly metric: string
  readonly at: number
  readonly kind: CounterEventKind
  /** Last trusted index, and what came instead. */
  readonly from: number
  readonly to: number
}

/** What is agreed with the distributor for one billing meter, from a day on. */
export interface ReactiveLimit {
  readonly id: string
  readonly tenantId: string
  readonly deviceId: string
  readonly validFrom: number
  readonly installedKva: number | null
  readonly connectionKw: number | null
  readonly isSinglePhase: boolean
  /** In place of the rule's own percentages. */
  readonly inductivePercent: number | null
  readonly capacitivePercent: number | null
  readonly isExempt: boolean
  readonly createdAt: number
}

export interface RatioLimits {
  readonly inductivePercent: number
  readonly capacitivePercent: number
}

/** The distributor's rule as in force from a day on. */
export interface ReactiveRule {
  /** Null: since ever. */
  readonly validFrom: number | null
  /** Connections up to so much power are exempt. */
  readonly exemptUpToKw: number
  /** Installed power from which the stricter pair applies. */
  readonly boundaryKva: number
  readonly under: RatioLimits
  readonly from: RatioLimits
}

export interface Tariff {
  readonly validFrom: number
  readonly pricePerKwh: number
  readonly standingPerDay: number
  readonly currency: string
}

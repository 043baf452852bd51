import type { RatioLimits, ReactiveLimit, ReactiveRule } from './energy.types.ts'

export const BANDS = ['under_50_kva', 'from_50_kva', 'exempt', 'custom'] as const
export type Band = (typeof BANDS)[number]
export type Exemption = 'declared' | 'single_phase' | 'small_connection'

/** What applies to one meter at one time. */
export interface LimitsInForce extends RatioLimits {
  readonly band: Band
  readonly exemptBecause: Exemption | null
  /** Nothing was recorded for the meter: the stricter pair stands in. */
  readonly isAssumed: boolean
  readonly record: ReactiveLimit | null
}

/**
 * Turkish distributors' rule (Usul ve Esaslar m. 13, as VEDAŞ cites it): below 50 kVA installed 33 % inductive and 20 %
 * capacitive, from 50 kVA on 20 % and 15 %. Sources differ on the exemption, 9 kW or 15 kW: it is a dated setting.
 */
export const BUILT_IN_RULE: ReactiveRule = {
  validFrom: null,
  exemptUpToKw: 9,
  boundaryKva: 50,
  under: { inductivePercent: 33, capacitivePercent: 20 },
  from: { inductivePercent: 20, capacitivePercent: 15 },
}

/** The newest entry that holds at an instant; entries come newest first, null holds since ever. */
export const inForce = <T extends { readonly validFrom: number | null }>(entries: readonly T[], at: number): T | null =>
  entries.find(({ validFrom }) => validFrom === null || validFrom <= at) ?? null

export function limitsFor(record: ReactiveLimit | null, rule: ReactiveRule): LimitsInForce {
  if (record === null) return { ...rule.from, band: 'from_50_kva', exemptBecause: null, isAssumed: true, record }
  const isUnder = record.installedKva !== null && record.installedKva < rule.boundaryKva
  const pair = isUnder ? rule.under : rule.from
  const inductivePercent = record.inductivePercent ?? pair.inductivePercent
  const capacitivePercent = record.capacitivePercent ?? pair.capacitivePercent
  const exemptBecause = exemptionOf(record, rule)
  const isCustom = record.inductivePercent !== null || record.capacitivePercent !== null
  const band = exemptBecause ? 'exempt' : isCustom ? 'custom' : isUnder ? 'under_50_kva' : 'from_50_kva'
  return { inductivePercent, capacitivePercent, band, exemptBecause, isAssumed: false, record }
}

function exemptionOf(record: ReactiveLimit, rule: ReactiveRule): Exemption | null {
  if (record.isExempt) return 'declared'
  if (record.isSinglePhase) return 'single_phase'
  return record.connectionKw !== null && record.connectionKw <= rule.exemptUpToKw ? 'small_connection' : null
}

export const REACTIVE_STATUSES = ['ok', 'near', 'over', 'exempt', 'unknown'] as const
export type ReactiveStatus = (typeof REACTIVE_STATUSES)[number]

/** From this share of a limit on, a meter is near it. */
const NEAR_SHARE = 0.8

/** The two directions are judged apart; the worse one speaks. */
export function statusOf(
  { inductivePercent, capacitivePercent, band }: LimitsInForce,
  inductive: number | null,
  capacitive: number | null,
): ReactiveStatus {
  if (band === 'exempt') return 'exempt'
  if (inductive === null) return 'unknown'
  const worst = Math.max(inductive / inductivePercent, (capacitive ?? 0) / capacitivePercent)
  return worst > 1 ? 'over' : worst >= NEAR_SHARE ? 'near' : 'ok'
}

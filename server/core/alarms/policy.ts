import { ruleViolation } from '../errors.ts'
import { type PolicyDraft, severityRank } from './alarm.types.ts'
import {
  BASELINE_HOURS,
  type CompositeCondition,
  type Condition,
  isComposite,
  type LeafCondition,
  leavesOf,
  type Operator,
  type Part,
  partsOf,
  subjectOf,
} from './condition.types.ts'
import type { Schedule } from './schedule.ts'

export const MAX_DELAY_S = 24 * 3600
export const MAX_NO_DATA_S = 30 * 24 * 3600

export const MAX_CONSUMPTION_S = 31 * 24 * 3600
/** Nobody understands more at three in the morning. */
export const MAX_DEPTH = 5
export const MAX_LEAVES = 20
export const MAX_WINDOWS = 50

/** What the shape alone cannot tell. A delay of 0 means at once. @throws AppError BUSINESS_RULE_VIOLATION */
export function checkPolicy(draft: PolicyDraft): void {
  const { condition, deadband } = draft
  refuseUnless(isDelay(draft.onDelayS) && isDelay(draft.offDelayS), {
    tr: `Gecikmeler 0 ile ${MAX_DELAY_S} saniye arasında olmalıdır`,
    en: `Delays must be between 0 and ${MAX_DELAY_S} seconds`,
  })
  if (draft.schedule) checkSchedule(draft.schedule)
  if (isComposite(condition)) checkComposite(condition, deadband)
  else checkLeaf(condition, deadband)
}

function checkComposite(condition: CompositeCondition, deadband: number): void {
  refuseUnless(deadband === 0, {
    tr: 'Birleşik koşulda ölü bant her parçanın kendisine verilir',
    en: 'In a composite condition every part has its own deadband',
  })
  refuseUnless(depthOf(condition) <= MAX_DEPTH && leavesOf(condition).length <= MAX_LEAVES, {
    tr: `Birleşik koşul en çok ${MAX_DEPTH} kat ve ${MAX_LEAVES} parça olabilir`,
    en: `A composite condition has at most ${MAX_DEPTH} levels and ${MAX_LEAVES} parts`,
  })
  const check = (part: Part): void => {
    if (isComposite(part)) for (const inner of partsOf(part)) check(inner)
    else checkLeaf(part, part.deadband)
  }
  check(condition)
}

const depthOf = (condition: Condition): number =>
  isComposite(condition) ? 1 + Math.max(0, ...partsOf(condition).map(depthOf)) : 0

function checkLeaf(condition: LeafCondition, deadband: number): void {
  refuseUnless(Number.isFinite(deadband) && deadband >= 0, {
    tr: 'Ölü bant negatif olamaz',
    en: 'Deadband must not be negative',
  })
  const isSmallBand = (limit: number) =>
    refuseUnless(deadband < limit, {
      tr: 'Ölü bant sınırdan küçük olmalıdır',
      en: 'Deadband must be less than the limit',
    })
  switch (condition.type) {
    case 'threshold':
      refuseUnless(deadband === 0 || !isEquality(condition.operator), {
        tr: 'Eşitlik koşulunda ölü bant olamaz',
        en: 'An equality condition takes no deadband',
      })
      return
    case 'range':
      refuseUnless(condition.min < condition.max, {
        tr: 'Alt sınır üst sınırdan küçük olmalıdır',
        en: 'min must be less than max',
      })
      // Otherwise no value could ever bring the alarm back to normal.
      refuseUnless(condition.isInside || deadband * 2 < condition.max - condition.min, {
        tr: 'Ölü bant aralığın yarısından küçük olmalıdır',
        en: 'Deadband must be less than half of the range',
      })
      return
    case 'rate_of_change':
      refuseUnless(condition.perS > 0 && condition.perS <= MAX_DELAY_S && condition.value > 0, {
        tr: `Değişim miktarı ve süresi sıfırdan büyük olmalıdır (en çok ${MAX_DELAY_S} saniye)`,
        en: `value and per_s must be greater than zero (per_s at most ${MAX_DELAY_S})`,
      })
      refuseUnless(deadband < condition.value, {
        tr: 'Ölü bant değişim miktarından küçük olmalıdır',
        en: 'Deadband must be less than value',
      })
      return
    case 'no_data':
      refuseUnless(condition.afterS >= 1 && condition.afterS <= MAX_NO_DATA_S, {
        tr: `Süre 1 ile ${MAX_NO_DATA_S} saniye arasında olmalıdır`,
        en: `after_s must be between 1 and ${MAX_NO_DATA_S}`,
      })
      refuseUnless(deadband === 0, {
        tr: 'Veri yok koşulunda ölü bant olamaz',
        en: 'A no-data condition takes no deadband',
      })
      return
    case 'deviation':
      refuseUnless(areLimits(condition.percent, condition.absolute), {
        tr: 'Sapma için yüzde, miktar veya ikisi, sıfırdan büyük verilmelidir',
        en: 'A deviation needs percent, absolute or both, greater than zero',
      })
      refuseUnless(isWithin(condition.minSamples, 1, BASELINE_HOURS[condition.baseline]), {
        tr: `Bu ortalama en çok ${BASELINE_HOURS[condition.baseline]} saate bakar; en az 1 saat istenmelidir`,
        en: `This baseline looks at ${BASELINE_HOURS[condition.baseline]} hours; min_samples must be 1 to that`,
      })
      if (condition.absolute !== null) isSmallBand(condition.absolute)
      return
    case 'phase_imbalance':
      refuseUnless(condition.percent > 0 && condition.percent <= 200 && condition.minValue >= 0, {
        tr: 'Dengesizlik yüzdesi 0 ile 200 arasında, en küçük ortalama eksi olmayan bir sayı olmalıdır',
        en: 'percent must be between 0 and 200, min_value must not be negative',
      })
      isSmallBand(condition.percent)
      return
    case 'consumption':
      refuseUnless(
        typeof condition.window === 'string' || isWithin(condition.window.seconds, MINUTE_S, MAX_CONSUMPTION_S),
        {
          tr: `Tüketim penceresi ${MINUTE_S} ile ${MAX_CONSUMPTION_S} saniye arasında olmalıdır`,
          en: `The window must be between ${MINUTE_S} and ${MAX_CONSUMPTION_S} seconds`,
        },
      )
      refuseUnless(condition.value >= 0, { tr: 'Tüketim sınırı eksi olamaz', en: 'value must not be negative' })
      return
    case 'reactive':
      refuseUnless(
        (condition.percent === null) !== (condition.percentOfLimit === null) &&
          isWithin(condition.percent ?? condition.percentOfLimit ?? 0, Number.MIN_VALUE, 1000),
        {
          tr: 'Reaktif sınır ya yasal sınırın yüzdesi ya da oranın kendisi olarak verilir',
          en: 'Exactly one of percent_of_limit and percent is expected, greater than zero',
        },
      )
      if (condition.percent !== null) isSmallBand(condition.percent)
      return
  }
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/

function checkSchedule({ windows, season }: Schedule): void {
  refuseUnless(windows.length >= 1 && windows.length <= MAX_WINDOWS, {
    tr: `Zaman çizelgesinde 1 ile ${MAX_WINDOWS} arasında pencere olmalıdır`,
    en: `A schedule has 1 to ${MAX_WINDOWS} windows`,
  })
  const isTold = ({ days, from, to }: Schedule['windows'][number]): boolean =>
    days.length > 0 && days.every((day) => isWithin(day, 1, 7)) && TIME.test(from) && (TIME.test(to) || to === '24:00')
  refuseUnless(windows.every(isTold), {
    tr: 'Her pencerenin en az bir günü (1–7), SS:DD biçiminde başı ve sonu olmalıdır',
    en: 'Every window needs a day (1–7) and times as HH:MM',
  })
  refuseUnless(season === null || (isDayOfYear(season.from) && isDayOfYear(season.to)), {
    tr: 'Mevsim AA-GG biçiminde iki gün olmalıdır',
    en: 'The season needs two days as MM-DD',
  })
}

/** A leap year's, so that 29 February is one. */
const isDayOfYear = (day: string): boolean => {
  const at = Date.parse(`2024-${day}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(5, 10) === day
}

function refuseUnless(isFine: boolean, words: { tr: string; en: string }): void {
  if (!isFine) throw ruleViolation(words)
}

const MINUTE_S = 60
const isWithin = (value: number, min: number, max: number): boolean => value >= min && value <= max
const areLimits = (...limits: readonly (number | null)[]): boolean =>
  limits.some((limit) => limit !== null) && limits.every((limit) => limit === null || limit > 0)
const isDelay = (seconds: number): boolean => isWithin(seconds, 0, MAX_DELAY_S)
const isEquality = (operator: Operator): boolean => operator === '==' || operator === '!='

/** Whether two conditions judge the same thing, so that an incident of one may live on under the other. */
export const isSameSubject = (a: Condition, b: Condition): boolean => subjectOf(a) === subjectOf(b)

export const isMoreSevere = (a: PolicyDraft['severity'], b: PolicyDraft['severity']): boolean =>
  severityRank(a) > severityRank(b)

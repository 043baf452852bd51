import { ruleViolation, type Words } from '../errors.ts'
import type { PointSpec } from '../outside.ts'

/**
 * Refuses what a point does not take. It is never brought into the range silently: what happens must be what was asked.
 * @throws AppError BUSINESS_RULE_VIOLATION naming what the point takes
 */
export function requireTaken(point: PointSpec, value: number): void {
  const { options, min, max } = point
  if (options) {
    if (!options.some((option) => option.value === value)) throw ruleViolation(optionWords(point))
    return
  }
  if (!Number.isFinite(value) || (min !== null && value < min) || (max !== null && value > max))
    throw ruleViolation(rangeWords(point))
  if (!isOnStep(point, value)) throw ruleViolation(stepWords(point))
}

/** Whether writing it can only take energy away from what hangs below. */
export function isDeEnergising({ energising }: PointSpec, value: number): boolean {
  return energising !== null && !energising.includes(value)
}

/** 0.3 is three steps of 0.1, although 0.1 × 3 is not 0.3. */
function isOnStep({ min, step }: PointSpec, value: number): boolean {
  if (step === null) return true
  const steps = (value - (min ?? 0)) / step
  return Math.abs(steps - Math.round(steps)) < 1e-6
}

const withUnit = (value: number | null, { unit }: PointSpec): string => `${value}${unit === '' ? '' : ` ${unit}`}`

const rangeWords = (point: PointSpec): Words => ({
  tr: `${point.name.tr} ${withUnit(point.min, point)} ile ${withUnit(point.max, point)} arasında olmalıdır`,
  en: `${point.name.en} must be between ${withUnit(point.min, point)} and ${withUnit(point.max, point)}`,
})

const stepWords = (point: PointSpec): Words => ({
  tr: `${point.name.tr}, ${withUnit(point.min, point)} değerinden başlayarak ${withUnit(point.step, point)} adımlarla verilir`,
  en: `${point.name.en} goes in steps of ${withUnit(point.step, point)} from ${withUnit(point.min, point)}`,
})

const optionWords = ({ name, options }: PointSpec): Words => {
  const list = (language: keyof Words) => options?.map((each) => `${each.value} (${each.name[language]})`).join(', ')
  return { tr: `${name.tr} yalnızca şu değerleri alır: ${list('tr')}`, en: `${name.en} takes only ${list('en')}` }
}

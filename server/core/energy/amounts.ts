import { type Amount, type AmountQuality, isWhole, worstOf } from './energy.types.ts'

/** Several amounts taken as one, in the unit of its parts. */
export interface Total {
  /** Null unless every part is whole: a partial sum must not pass for the whole. */
  readonly whole: number | null
  /** What is known of it. */
  readonly known: number | null
  readonly quality: AmountQuality
}

export type Part = Pick<Amount, 'known' | 'quality'>

/** Stretches of time that follow each other, or meters side by side: the rule is the same. */
export function totalOf(parts: readonly Part[]): Total {
  if (parts.length === 0) return { whole: null, known: null, quality: 'missing' }
  const values = parts.flatMap(({ known }) => known ?? [])
  const known = values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0)
  const worst = worstOf(parts.map(({ quality }) => quality))
  return {
    whole: parts.every(isWhole) ? known : null,
    known,
    quality: worst === 'missing' && known !== null ? 'partial' : worst,
  }
}

/** Of no meters at all: a sum that is whole. */
export const NOTHING: Total = { whole: 0, known: 0, quality: 'good' }

export const plus = (a: Total, b: Total): Total => ({
  whole: a.whole === null || b.whole === null ? null : a.whole + b.whole,
  known: a.known === null ? b.known : a.known + (b.known ?? 0),
  quality: worstOf([a.quality, b.quality]),
})

/** What one part adds and another takes away. */
export function difference(plus: Total, minus: Total): Total {
  const less = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b)
  return {
    whole: less(plus.whole, minus.whole),
    known: less(plus.known, minus.known),
    quality: worstOf([plus.quality, minus.quality]),
  }
}

export const kilo = (value: number | null): number | null => (value === null ? null : value / 1000)

export const percentOf = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole <= 0 ? null : (100 * part) / whole

import type { TFunction } from 'i18next'
import { summarise } from './columns.ts'
import type { ChartSeries } from './options.ts'

/** What a chart says to those who do not see it. */

export interface ChartWords {
  readonly t: TFunction
  readonly language: string
  readonly zone: string
}

export function chartNumber(value: number, language: string): string {
  const size = Math.abs(value)
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value)
}

export function chartTime(at: number, { language, zone }: Pick<ChartWords, 'language' | 'zone'>): string {
  return new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'medium', timeStyle: 'medium' }).format(at)
}

/** Short enough for the head of the table; the year is on the axis. */
export function cursorTime(at: number, { language, zone }: Pick<ChartWords, 'language' | 'zone'>): string {
  return new Intl.DateTimeFormat(language, {
    timeZone: zone,
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(at)
}

/** Index of the last column at or before `at`; -1 before the first. */
export function indexAt(times: readonly number[], at: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

export function spokenCursor(series: readonly ChartSeries[], at: number, words: ChartWords): string {
  const values = series.map((one) => {
    const value = one.columns.line[indexAt(one.columns.at, at)] ?? null
    const said = value === null ? words.t('chart.noValue') : `${chartNumber(value, words.language)} ${one.unit}`
    return `${one.label} ${said}`
  })
  return `${chartTime(at, words)}: ${values.join(', ')}`
}

export function spokenSummary(
  series: readonly ChartSeries[],
  words: ChartWords & { readonly start: number; readonly end: number; readonly alarmCount: number },
): string {
  const parts = series.map((one) => {
    const { min, max, last, gaps } = summarise(one.columns)
    if (min === null || max === null || last === null) return `${one.label}: ${words.t('chart.noValue')}`
    const number = (value: number): string => `${chartNumber(value, words.language)} ${one.unit}`
    return words.t('chart.summary', {
      name: one.label,
      min: number(min),
      max: number(max),
      last: number(last),
      gaps,
    })
  })
  const range = `${chartTime(words.start, words)} – ${chartTime(words.end, words)}`
  const alarms = words.alarmCount > 0 ? [words.t('chart.alarmCount', { count: words.alarmCount })] : []
  return [range, ...parts, ...alarms].join('. ')
}

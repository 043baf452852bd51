import { createContext, use, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../i18n/i18n.ts'
import { METRICS, splitMetric } from './metric.ts'
import { formatBytes, formatCount, formatNumber } from './number.ts'
import { formatAge, formatTime, type Moment, type TimeShape, zoneName } from './time.ts'

/** The time zone of the site; every instant on screen is told in it. */
export const SiteZone = createContext('Europe/Istanbul')

const knownBases = new Set(METRICS.map((metric) => splitMetric(metric).base))

function titled(key: string): string {
  const words = key.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Numbers, times and names in the language and zone of the moment. */
export function useFormat() {
  const { t, i18n } = useTranslation()
  const zone = use(SiteZone)
  const language = i18n.language
  return useMemo(() => {
    const locale = language ? currentLocale() : 'tr-TR'
    const ageWords = t('age', { returnObjects: true })
    return {
      locale,
      zone,
      number: (value: number, decimals = 0) => formatNumber(value, locale, decimals),
      count: (value: number) => formatCount(value, locale),
      bytes: (bytes: number) => formatBytes(bytes, locale),
      time: (moment: Moment | null | undefined, shape: TimeShape = 'dateTime') =>
        moment === null || moment === undefined ? '—' : formatTime(moment, locale, zone, shape),
      zoneName: (moment: Moment) => zoneName(moment, locale, zone),
      age: (ageMs: number) => formatAge(ageMs, ageWords),
      metric: (metric: string) => metricName(metric, (base) => t(`metric.${base}` as 'metric.voltage')),
      compare: new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }).compare,
    }
  }, [t, language, zone])
}
export type Format = ReturnType<typeof useFormat>

function metricName(metric: string, word: (base: string) => string): string {
  const { base, phase } = splitMetric(metric)
  if (!knownBases.has(base)) return titled(metric)
  return phase ? `${word(base)} ${phase.toUpperCase().replace(/^L(\d)(\d)$/, 'L$1–L$2')}` : word(base)
}

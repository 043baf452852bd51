import { createContext, use, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../i18n/i18n.ts'
import { phaseName, splitMetric } from './metric.ts'
import { formatBytes, formatCount, formatNumber } from './number.ts'
import { formatAge, formatTime, type Moment, type TimeShape, zoneName } from './time.ts'

/** The time zone of the site; every instant on screen is told in it. */
export const SiteZone = createContext('Europe/Istanbul')

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
    const names: Readonly<Record<string, string | undefined>> = t('metric', { returnObjects: true })
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
      metric: (metric: string) => metricName(metric, names),
      compare: new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }).compare,
    }
  }, [t, language, zone])
}
export type Format = ReturnType<typeof useFormat>

function metricName(metric: string, names: Readonly<Record<string, string | undefined>>): string {
  const { base, phase } = splitMetric(metric)
  const name = names[metric] ?? names[base]
  if (name === undefined) return titled(metric)
  return phase ? `${name} ${phaseName(phase)}` : name
}

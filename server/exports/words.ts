import type { ExportInterval, ExportLocale, ExportSheet } from '../core/exports/export.types.ts'
import { localWriter } from './clock-text.ts'
import { zoneOf } from './heads.ts'

interface Words {
  readonly title: string
  readonly data: string
  readonly about: string
  readonly time: string
  readonly quality: string
  readonly noRows: string
  readonly page: (page: number, pages: number) => string
  /** What the file is of: name and value, for its last sheet or first page. */
  readonly facts: (sheet: ExportSheet) => readonly (readonly [name: string, value: string])[]
}

const INTERVAL: Readonly<Record<ExportLocale, Readonly<Record<ExportInterval, string>>>> = {
  tr: { raw: 'ham örnekler', hourly: 'saatlik', daily: 'günlük', weekly: 'haftalık', monthly: 'aylık' },
  en: { raw: 'raw samples', hourly: 'hourly', daily: 'daily', weekly: 'weekly', monthly: 'monthly' },
}
const FACTS = {
  tr: {
    tenant: 'Tesis',
    site: 'Yer',
    devices: 'Cihazlar',
    period: 'Dönem',
    zone: 'Saat dilimi',
    rows: 'Satırlar',
    made: 'Hazırlanma',
  },
  en: {
    tenant: 'Site',
    site: 'Place',
    devices: 'Devices',
    period: 'Period',
    zone: 'Time zone',
    rows: 'Rows',
    made: 'Made',
  },
} as const
const MOST_NAMES = 20

function factsOf(locale: ExportLocale, sheet: ExportSheet): readonly (readonly [string, string])[] {
  const words = FACTS[locale]
  const zones = [...new Set(sheet.devices.map(({ timeZone }) => timeZone))]
  const clock = localWriter(zoneOf(sheet) ?? zones[0] ?? 'UTC')
  const sites = [...new Set(sheet.devices.map(({ site }) => site))].filter((site) => site !== '')
  const names = sheet.devices.map(({ name }) => name)
  const more = names.length > MOST_NAMES ? ` … (${names.length})` : ''
  return [
    [words.tenant, sheet.tenant],
    ...(sites.length > 0 ? [[words.site, sites.slice(0, MOST_NAMES).join(', ')] as const] : []),
    [words.devices, names.slice(0, MOST_NAMES).join(', ') + more],
    [words.period, `${clock(sheet.start)} – ${clock(sheet.end)}`],
    [words.zone, zones.join(', ')],
    [words.rows, INTERVAL[locale][sheet.interval]],
    [words.made, clock(sheet.madeAt)],
  ]
}

export const SHEET_WORDS: Readonly<Record<ExportLocale, Words>> = {
  tr: {
    title: 'Ölçüm raporu',
    data: 'Ölçümler',
    about: 'Bilgi',
    time: 'Zaman',
    quality: 'Kalite',
    noRows: 'Bu aralıkta ölçüm yok.',
    page: (page, pages) => `Sayfa ${page} / ${pages}`,
    facts: (sheet) => factsOf('tr', sheet),
  },
  en: {
    title: 'Measurement report',
    data: 'Measurements',
    about: 'About',
    time: 'Time',
    quality: 'Quality',
    noRows: 'Nothing was measured in this range.',
    page: (page, pages) => `Page ${page} / ${pages}`,
    facts: (sheet) => factsOf('en', sheet),
  },
}

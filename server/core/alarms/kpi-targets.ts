import type { Words } from '../errors.ts'

/** What is commonly asked of an alarm system. Both documents are quoted at second hand: they are sold, not published. */
export interface KpiTarget {
  readonly text: Words
  readonly source: string
}

const BOTH = 'ISA-18.2 / EEMUA 191'

export const KPI_TARGETS = {
  rate: {
    text: { tr: 'operatör başına 10 dakikada en çok 1', en: 'at most 1 per operator per 10 minutes' },
    source: BOTH,
  },
  peak: {
    text: { tr: 'olay başlangıcındaki 10 dakikada en çok 10', en: 'at most 10 in the first 10 minutes of an upset' },
    source: 'EEMUA 191',
  },
  per_day: {
    text: { tr: 'günde yaklaşık 150; 300’ü aşmamalı', en: 'about 150 a day; not above 300' },
    source: BOTH,
  },
  hour: {
    text: { tr: 'saatte 30’dan çoğu ciddi yetersizlik', en: 'more than 30 an hour is seriously deficient' },
    source: 'EEMUA 191',
  },
  flood: { text: { tr: 'sürenin %1’inden az', en: 'less than 1 % of the time' }, source: 'ISA-18.2' },
  stale: {
    text: { tr: '24 saati aşan alarm 5’ten az, eylem planlı', en: 'fewer than 5 above 24 hours, each with a plan' },
    source: 'ISA-18.2',
  },
  chattering: { text: { tr: 'hiç olmamalı', en: 'none' }, source: 'ISA-18.2' },
  top: {
    text: { tr: 'ilk on %1–5; kötü sistemlerde %60–80', en: 'top ten 1–5 %; in bad systems 60–80 %' },
    source: BOTH,
  },
  priorities: {
    text: { tr: '%5 yüksek, %15 orta, %80 düşük', en: '5 % high, 15 % medium, 80 % low' },
    source: BOTH,
  },
} as const satisfies Record<string, KpiTarget>

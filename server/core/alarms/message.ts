import type { Words } from '../errors.ts'
import { metricWords, unitOf } from '../telemetry/metrics.ts'
import type { Condition, IncidentEvent } from './alarm.types.ts'

/**
 * The one line that an incident is known by, as it stood when it was raised: names and limits may change later.
 * As terse as a nameplate: names, numbers and signs say nearly all of it.
 */
export function conditionMessage(name: string, condition: Condition, value: number | null): Words {
  return inBoth((speech) => `${name}: ${conditionText(speech, condition, value)}`)
}

export const gatewayMessage = (gatewayName: string, deviceCount: number, afterS: number): Words =>
  inBoth((speech) => speech.deadGateway(gatewayName, deviceCount, duration(speech, afterS)))

/** Why the hub closed an incident that nobody closed. */
const WITHDRAWN = {
  policy: {
    tr: 'Alarm kuralı kapatıldı, silindi veya artık bu cihazı izlemiyor',
    en: 'The alarm policy was turned off, deleted or no longer watches this device',
  },
  folded: { tr: 'Ağ geçidinin alarmına katıldı', en: "Joined to the gateway's alarm" },
} as const satisfies Record<string, Words>

export type WithdrawReason = keyof typeof WITHDRAWN

/** What the hub itself notes on an event; what a person notes is in that person's words. */
export function hubNote({ action, detail }: Pick<IncidentEvent, 'action' | 'detail'>): Words | null {
  const reason = detail?.reason
  return action === 'withdraw' && (reason === 'policy' || reason === 'folded') ? WITHDRAWN[reason] : null
}

interface Speech {
  readonly language: keyof Words
  readonly locale: string
  readonly hours: string
  readonly minutes: string
  readonly beyond: (bounds: string, isInside: boolean) => string
  readonly changed: (by: string, span: string, limit: string) => string
  readonly silent: (span: string) => string
  readonly silentOf: (metric: string, span: string) => string
  readonly deadGateway: (name: string, deviceCount: number, span: string) => string
}

const TR: Speech = {
  language: 'tr',
  locale: 'tr-TR',
  hours: 'sa',
  minutes: 'dk',
  beyond: (bounds, isInside) => `${bounds} ${isInside ? 'içinde' : 'dışında'}`,
  changed: (by, span, limit) => `${span} içinde ${by} değişti (sınır ${limit})`,
  silent: (span) => `${span} boyunca veri gelmedi`,
  silentOf: (metric, span) => `${metric} ${span} boyunca gelmedi`,
  deadGateway: (name, count, span) => `${name} ağ geçidi: ${count} cihazdan ${span} boyunca veri gelmedi`,
}

const EN: Speech = {
  language: 'en',
  locale: 'en-GB',
  hours: 'h',
  minutes: 'min',
  beyond: (bounds, isInside) => `${isInside ? 'inside' : 'outside'} ${bounds}`,
  changed: (by, span, limit) => `changed by ${by} within ${span} (limit ${limit})`,
  silent: (span) => `No data for ${span}`,
  silentOf: (metric, span) => `${metric} not received for ${span}`,
  deadGateway: (name, count, span) =>
    `${name} gateway: No data from ${count} ${count === 1 ? 'device' : 'devices'} for ${span}`,
}

const inBoth = (say: (speech: Speech) => string): Words => ({ tr: say(TR), en: say(EN) })

const SIGN = { '>': '>', '>=': '≥', '<': '<', '<=': '≤', '==': '=', '!=': '≠' } as const

function conditionText(speech: Speech, condition: Condition, value: number | null): string {
  if (condition.type === 'no_data') {
    const span = duration(speech, condition.afterS)
    if (condition.metric === null) return speech.silent(span)
    return speech.silentOf(metricWords(condition.metric)[speech.language], span)
  }
  const metric = metricWords(condition.metric)[speech.language]
  const unit = unitOf(condition.metric) || null
  const amount = (number: number): string => [plain(speech, number), unit].filter(Boolean).join(' ')
  const shown = (...limits: number[]): string =>
    value === null ? '–' : [apart(speech, value, limits), unit].filter(Boolean).join(' ')
  switch (condition.type) {
    case 'threshold':
      return `${metric} ${shown(condition.value)} ${SIGN[condition.operator]} ${amount(condition.value)}`
    case 'range': {
      const { min, max, isInside } = condition
      return `${metric} ${shown(min, max)}, ${speech.beyond(`${plain(speech, min)}…${amount(max)}`, isInside)}`
    }
    case 'rate_of_change': {
      const span = duration(speech, condition.perS)
      return `${metric} ${speech.changed(shown(condition.value), span, amount(condition.value))}`
    }
  }
}

/** At most two decimals; below one, three significant digits. Never an exponent. */
function plain({ locale }: Speech, value: number): string {
  const digits = Math.abs(value) < 1 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 2 }
  return value.toLocaleString(locale, { useGrouping: false, ...digits })
}

/** As `plain`, with as many more decimals as tell the value from a limit: nobody believes 45 A > 45 A. */
function apart(speech: Speech, value: number, limits: readonly number[]): string {
  const isAlike = (text: string) => limits.some((limit) => limit !== value && plain(speech, limit) === text)
  let text = plain(speech, value)
  for (let decimals = 3; isAlike(text) && decimals <= 9; decimals++)
    text = value.toLocaleString(speech.locale, { useGrouping: false, maximumFractionDigits: decimals })
  return text
}

function duration(speech: Speech, seconds: number): string {
  if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} ${speech.hours}`
  if (seconds >= 60 && seconds % 60 === 0) return `${seconds / 60} ${speech.minutes}`
  return `${plain(speech, seconds)} s`
}

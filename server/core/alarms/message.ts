import type { Words } from '../errors.ts'
import { metricWords, unitOf } from '../telemetry/metrics.ts'
import type { IncidentEvent } from './alarm.types.ts'
import type { LeafCondition } from './condition.types.ts'
import type { Fact } from './formula.ts'

/**
 * The one line that an incident is known by, as it stood when it was raised: names and limits may change later.
 * As terse as a nameplate: names, numbers and signs say nearly all of it.
 */
export function conditionMessage(name: string, condition: LeafCondition, value: number | null): Words {
  return inBoth((speech) => `${name}: ${leafText(speech, condition, value, null)}`)
}

const MAX_FACTS = 4

/** What of a composite condition came true; the parts that did not matter are not named. */
export function factsMessage(name: string, facts: readonly Fact[]): Words {
  return inBoth((speech) => {
    const texts = facts.slice(0, MAX_FACTS).map((fact) => factText(speech, fact))
    const rest = facts.length > MAX_FACTS ? ` ${speech.andMore(facts.length - MAX_FACTS)}` : ''
    return `${name}: ${texts.join(` ${speech.and} `)}${rest}`
  })
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

const CLEARED_BY_SCHEDULE: Words = {
  tr: 'Kuralın zaman çizelgesi kapandı: bu saatte değerlendirilmiyor',
  en: "The policy's schedule closed: it is not judged at this time",
}

export type WithdrawReason = keyof typeof WITHDRAWN

/** What the hub itself notes on an event; what a person notes is in that person's words. */
export function hubNote({ action, detail }: Pick<IncidentEvent, 'action' | 'detail'>): Words | null {
  const reason = detail?.reason
  if (action === 'clear' && reason === 'schedule') return CLEARED_BY_SCHEDULE
  return action === 'withdraw' && (reason === 'policy' || reason === 'folded') ? WITHDRAWN[reason] : null
}

interface Speech {
  readonly language: keyof Words
  readonly locale: string
  readonly hours: string
  readonly minutes: string
  readonly and: string
  readonly andMore: (count: number) => string
  readonly not: (text: string) => string
  readonly beyond: (bounds: string, isInside: boolean) => string
  readonly changed: (by: string, span: string, limit: string) => string
  readonly silent: (span: string) => string
  readonly silentOf: (metric: string, span: string) => string
  readonly talking: (metric: string | null) => string
  readonly deadGateway: (name: string, deviceCount: number, span: string) => string
  readonly deviates: (metric: string, value: string, usual: string, share: string) => string
  readonly imbalance: (quantity: 'voltage' | 'current') => string
  readonly used: (direction: 'import' | 'export', window: string) => string
  readonly window: { readonly hour: string; readonly day: string; readonly month: string }
  readonly lastWindow: { readonly hour: string; readonly day: string; readonly month: string }
  readonly last: (span: string) => string
  readonly reactive: (kind: 'inductive' | 'capacitive') => string
  readonly ofLimit: (percent: string, limit: string) => string
}

const TR: Speech = {
  language: 'tr',
  locale: 'tr-TR',
  hours: 'sa',
  minutes: 'dk',
  and: 've',
  andMore: (count) => `ve ${count} koşul daha`,
  not: (text) => `değil: ${text}`,
  beyond: (bounds, isInside) => `${bounds} ${isInside ? 'içinde' : 'dışında'}`,
  changed: (by, span, limit) => `${span} içinde ${by} değişti (sınır ${limit})`,
  silent: (span) => `${span} boyunca veri gelmedi`,
  silentOf: (metric, span) => `${metric} ${span} boyunca gelmedi`,
  talking: (metric) => (metric === null ? 'veri geliyor' : `${metric} geliyor`),
  deadGateway: (name, count, span) => `${name} ağ geçidi: ${count} cihazdan ${span} boyunca veri gelmedi`,
  deviates: (metric, value, usual, share) => `${metric} ${value}, bu saatte olağanı ${usual} (${share})`,
  imbalance: (quantity) => (quantity === 'voltage' ? 'Gerilim dengesizliği' : 'Akım dengesizliği'),
  used: (direction, window) => `${window} ${direction === 'import' ? 'tüketim' : 'verilen enerji'}`,
  window: { hour: 'Bu saatteki', day: 'Bugünkü', month: 'Bu ayki' },
  lastWindow: { hour: 'Geçen saatteki', day: 'Dünkü', month: 'Geçen ayki' },
  last: (span) => `Son ${span} içindeki`,
  reactive: (kind) => `Bu ayki ${kind === 'inductive' ? 'endüktif' : 'kapasitif'} oran`,
  ofLimit: (percent, limit) => `%${limit} sınırının %${percent} kadarı`,
}

const EN: Speech = {
  language: 'en',
  locale: 'en-GB',
  hours: 'h',
  minutes: 'min',
  and: 'and',
  andMore: (count) => `and ${count} more`,
  not: (text) => `not: ${text}`,
  beyond: (bounds, isInside) => `${isInside ? 'inside' : 'outside'} ${bounds}`,
  changed: (by, span, limit) => `changed by ${by} within ${span} (limit ${limit})`,
  silent: (span) => `No data for ${span}`,
  silentOf: (metric, span) => `${metric} not received for ${span}`,
  talking: (metric) => (metric === null ? 'data is coming' : `${metric} is coming`),
  deadGateway: (name, count, span) =>
    `${name} gateway: No data from ${count} ${count === 1 ? 'device' : 'devices'} for ${span}`,
  deviates: (metric, value, usual, share) => `${metric} ${value}, usual at this hour ${usual} (${share})`,
  imbalance: (quantity) => (quantity === 'voltage' ? 'Voltage imbalance' : 'Current imbalance'),
  used: (direction, window) => `${direction === 'import' ? 'Energy used' : 'Energy fed in'} ${window}`,
  window: { hour: 'this hour', day: 'today', month: 'this month' },
  lastWindow: { hour: 'last hour', day: 'yesterday', month: 'last month' },
  last: (span) => `in the last ${span}`,
  reactive: (kind) => `${kind === 'inductive' ? 'Inductive' : 'Capacitive'} ratio this month`,
  ofLimit: (percent, limit) => `${percent}% of the ${limit}% limit`,
}

const inBoth = (say: (speech: Speech) => string): Words => ({ tr: say(TR), en: say(EN) })

const SIGN = { '>': '>', '>=': '≥', '<': '<', '<=': '≤', '==': '=', '!=': '≠' } as const
const OPPOSITE = { '>': '<=', '>=': '<', '<': '>=', '<=': '>', '==': '!=', '!=': '==' } as const

function factText(speech: Speech, { leaf, isNegated }: Fact): string {
  const { condition, verdict } = leaf
  if (!isNegated) return leafText(speech, condition, verdict.value, verdict.reference)
  switch (condition.type) {
    case 'threshold':
      return leafText(speech, { ...condition, operator: OPPOSITE[condition.operator] }, verdict.value, null)
    case 'range':
      return leafText(speech, { ...condition, isInside: !condition.isInside }, verdict.value, null)
    case 'no_data':
      return speech.talking(condition.metric && metricWords(condition.metric)[speech.language])
    default:
      return speech.not(leafText(speech, condition, verdict.value, verdict.reference))
  }
}

/** @param reference what the value was held against where the condition does not say it: a baseline, a legal limit */
function leafText(speech: Speech, condition: LeafCondition, value: number | null, reference: number | null): string {
  switch (condition.type) {
    case 'no_data': {
      const span = duration(speech, condition.afterS)
      if (condition.metric === null) return speech.silent(span)
      return speech.silentOf(metricWords(condition.metric)[speech.language], span)
    }
    case 'phase_imbalance': {
      const shown = value === null ? '–' : apart(speech, value, [condition.percent])
      return `${speech.imbalance(condition.quantity)} ${percent(speech, shown)} > ${percent(speech, plain(speech, condition.percent))}`
    }
    case 'consumption':
      return consumptionText(speech, condition, value)
    case 'reactive':
      return reactiveText(speech, condition, value, reference)
    default:
      return metricText(speech, condition, value, reference)
  }
}

type OfMetric = Extract<LeafCondition, { type: 'threshold' | 'range' | 'rate_of_change' | 'deviation' }>

function metricText(speech: Speech, condition: OfMetric, value: number | null, reference: number | null): string {
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
    case 'deviation': {
      if (reference === null || value === null) return `${metric} –`
      return speech.deviates(metric, shown(), amount(reference), distance(speech, value, reference, amount))
    }
  }
}

/** Signed, in percent of what is usual where that is not nothing. */
function distance(speech: Speech, value: number, usual: number, amount: (number: number) => string): string {
  const sign = value < usual ? '−' : '+'
  if (usual === 0) return `${sign}${amount(Math.abs(value))}`
  return `${sign}${percent(speech, plain(speech, Math.round((100 * Math.abs(value - usual)) / Math.abs(usual))))}`
}

const KWH = 'kWh'

function consumptionText(
  speech: Speech,
  { metric, window, operator, value: limit }: Extract<LeafCondition, { type: 'consumption' }>,
  value: number | null,
): string {
  const names = operator === '<' || operator === '<=' ? speech.lastWindow : speech.window
  const span = typeof window === 'string' ? names[window] : speech.last(duration(speech, window.seconds))
  const shown = value === null ? '–' : apart(speech, value, [limit])
  const used = speech.used(metric === 'energy_import' ? 'import' : 'export', span)
  return `${used} ${shown} ${KWH} ${SIGN[operator]} ${plain(speech, limit)} ${KWH}`
}

function reactiveText(
  speech: Speech,
  condition: Extract<LeafCondition, { type: 'reactive' }>,
  value: number | null,
  lawful: number | null,
): string {
  const ratio = value === null ? '–' : percent(speech, plain(speech, Math.round(value * 100) / 100))
  const said = `${speech.reactive(condition.kind)} ${ratio}`
  if (condition.percent !== null) return `${said} ≥ ${percent(speech, plain(speech, condition.percent))}`
  if (value === null || lawful === null || lawful === 0) return said
  return `${said}: ${speech.ofLimit(plain(speech, Math.round((100 * value) / lawful)), plain(speech, lawful))}`
}

/** Turkish writes the sign first. */
const percent = ({ language }: Speech, number: string): string => (language === 'tr' ? `%${number}` : `${number}%`)

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

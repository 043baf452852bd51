import type { DueTimes } from '../due-times.ts'
import type { Quality } from '../outside.ts'
import { AnswerLeaf, DeviationLeaf, type SampleLeaf, SilenceLeaf } from './leaf.ts'
import type { Rule, RuleEdge } from './rule.ts'
import type { FormulaListener, RuleIndex } from './rule-index.ts'
import type { Listener } from './silence.ts'

export interface LatestValue {
  readonly at: number
  readonly value: number | null
  readonly quality: Quality
}

const SPEAKS: Readonly<Record<Quality, boolean>> = {
  good: true,
  simulated: true,
  estimated: true,
  stale: false,
  comm_fail: false,
  invalid: false,
}

export const isSpeaking = (quality: Quality): boolean => SPEAKS[quality]

/** What a rule is connected to. */
export interface Wiring {
  readonly index: RuleIndex
  readonly due: DueTimes<Listener>
  /** A leaf changed by time alone. */
  readonly changed: (rule: Rule, now: number) => void
}

type Latest = { latest(deviceId: string, metric: string): LatestValue | null }

/** Connects a rule to the series that it judges, and lets it judge what is known of them. */
export function connect(rule: Rule, deviceId: string, from: Latest, wiring: Wiring, now: number): RuleEdge | null {
  const { formula, metric } = rule
  if (formula !== null) {
    for (const leaf of formula.leaves) {
      if (leaf instanceof SilenceLeaf) hear(leaf, rule, deviceId, wiring)
      else if (!(leaf instanceof AnswerLeaf)) follow(leaf, rule, deviceId, from, wiring, now)
    }
    return rule.reconsider(now)
  }
  if (metric === null) return null
  wiring.index.addRule(deviceId, metric, rule)
  const last = spoken(from, deviceId, metric)
  return last && rule.sample(last.at, last.value, now)
}

/** A leaf that only the clock can bring an answer to. */
export type SlowLeaf =
  | { readonly rule: Rule; readonly leaf: AnswerLeaf }
  | { readonly rule: Rule; readonly leaf: DeviationLeaf }

export const slowLeavesOf = (rule: Rule): readonly SlowLeaf[] =>
  (rule.formula?.leaves ?? []).flatMap((leaf): readonly SlowLeaf[] => {
    if (leaf instanceof AnswerLeaf) return [{ rule, leaf }]
    return leaf instanceof DeviationLeaf ? [{ rule, leaf }] : []
  })

function follow(leaf: SampleLeaf, rule: Rule, deviceId: string, from: Latest, { index }: Wiring, now: number): void {
  for (const [channel, metric] of leaf.metrics.entries()) {
    index.addInput(deviceId, metric, { leaf, channel, rule })
    const last = spoken(from, deviceId, metric)
    if (last) leaf.take(channel, last.at, last.value, now)
  }
}

function hear(leaf: SilenceLeaf, rule: Rule, deviceId: string, { index, due, changed }: Wiring): void {
  const listener: FormulaListener = {
    rule,
    good(at) {
      leaf.lastGoodAt = at
      if (!leaf.verdict.say(false, 0)) return
      due.add(listener, leaf.dueAt)
      changed(rule, at)
    },
    fallDue(at) {
      const isCurrent = !rule.isGone && rule.formula?.leaves.includes(leaf) === true
      if (isCurrent && at < leaf.dueAt) due.add(listener, leaf.dueAt)
      else if (isCurrent && leaf.verdict.say(true, 0)) changed(rule, at)
    },
  }
  due.add(listener, leaf.dueAt)
  index.addListener(deviceId, leaf.condition.metric, listener)
}

function spoken(from: Latest, deviceId: string, metric: string): { at: number; value: number } | null {
  const last = from.latest(deviceId, metric)
  return last !== null && last.value !== null && SPEAKS[last.quality] ? { at: last.at, value: last.value } : null
}

import { QUALITIES } from '../../core/outside.ts'
import { ByteReader, ByteWriter } from './bytes.ts'
import { readIntegers, writeIntegers } from './integer-columns.ts'
import { findForm, fromInteger, type IntegerKind, power } from './number-form.ts'
import { Summary } from './summary.ts'

/**
 * Summaries of the hours of one UTC day as bytes, about 20 each on meter data. Slot 0–23 is the hour; slot 24 stands for
 * the whole day once its hours have expired.
 *   form · number of hours · a byte each of slot, cut flag and quality · columns of times · columns of values, as
 *   differences of integers or, when the values are no decimals, as they are.
 */
export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
export const WHOLE_DAY = 24

/** UTC days since the epoch. */
export const dayOf = (at: number) => Math.floor(at / DAY_MS)
export const hourStart = (at: number) => Math.floor(at / HOUR_MS) * HOUR_MS
/** Hour of the UTC day, 0–23. */
export const slotOf = (at: number) => Math.floor(at / HOUR_MS) - dayOf(at) * 24

export interface HourSummary {
  readonly slot: number
  readonly summary: Summary
}

const PLAIN = 15
/** The hours' flags follow the form and the number of hours. */
const FLAGS_AT = 2
const KINDS = ['decimal', 'product', 'decimal32'] as const satisfies readonly IntegerKind[]
const CUT_BIT = 32
/** The two bits above the cut flag: which of the usable qualities. */
const QUALITY_SHIFT = 6
const USABLE_CODES = [0, QUALITIES.indexOf('estimated'), QUALITIES.indexOf('simulated')]
const MAX_INTEGER = 2 ** 50
const MAX_HOURS = 25

const writer = new ByteWriter()
const extremes = new Float64Array(MAX_HOURS * 4)
const integers = new Float64Array(MAX_HOURS * 4)
const column = () => new Float64Array(MAX_HOURS)
const [counts, offsets, spans, uncovered] = [column(), column(), column(), column()]
const [first, last, min, max, sum, increase] = [column(), column(), column(), column(), column(), column()]
const times = [counts, offsets, spans, uncovered]
const values = [first, last, min, max, sum, increase]

const slotStart = (dayStart: number, slot: number) => dayStart + (slot === WHOLE_DAY ? 0 : slot * HOUR_MS)

export function encodeRollup(dayStart: number, hours: readonly HourSummary[]): Uint8Array {
  const count = hours.length
  const integerForm = findIntegerForm(hours)
  writer.byte(integerForm ? KINDS.indexOf(integerForm.kind) | (integerForm.exponent << 4) : PLAIN)
  writer.byte(count)
  for (const [i, { slot, summary }] of hours.entries()) {
    const quality = Math.max(0, USABLE_CODES.indexOf(summary.quality))
    writer.byte(slot | (summary.isCut ? CUT_BIT : 0) | (quality << QUALITY_SHIFT))
    counts[i] = summary.count
    offsets[i] = summary.firstAt - slotStart(dayStart, slot)
    spans[i] = summary.lastAt - summary.firstAt
    uncovered[i] = summary.lastAt - summary.firstAt - Math.round(summary.coveredMs)
    if (integerForm) fillDifferences(i, summary, power(integerForm.exponent))
    else fillPlain(i, summary)
  }
  if (count > 0) writeColumns(count, integerForm !== null)
  return writer.take()
}

function writeColumns(count: number, areIntegers: boolean): void {
  for (const each of times) writeIntegers(writer, each, count)
  for (const each of values) {
    if (areIntegers) writeIntegers(writer, each, count)
    else for (let i = 0; i < count; i++) writer.float64(each[i] ?? 0)
  }
}

/** Visits the day's hours in time order. The summary handed over is reused for the next: copy what is kept. */
export function eachHour(dayStart: number, data: Uint8Array, visit: (slot: number, summary: Summary) => void): void {
  const count = data[1] ?? 0
  if (count === 0) return
  readColumns(data, count)
  const summary = new Summary()
  for (let i = 0; i < count; i++) {
    const flag = data[FLAGS_AT + i] ?? 0
    const slot = flag & (CUT_BIT - 1)
    summary.isCut = (flag & CUT_BIT) !== 0
    summary.quality = USABLE_CODES[flag >> QUALITY_SHIFT] ?? 0
    summary.count = counts[i] ?? 0
    summary.firstAt = slotStart(dayStart, slot) + (offsets[i] ?? 0)
    summary.lastAt = summary.firstAt + (spans[i] ?? 0)
    summary.coveredMs = (spans[i] ?? 0) - (uncovered[i] ?? 0)
    summary.first = first[i] ?? 0
    summary.last = last[i] ?? 0
    summary.min = min[i] ?? 0
    summary.max = max[i] ?? 0
    summary.sum = sum[i] ?? 0
    summary.increase = increase[i] ?? 0
    visit(slot, summary)
  }
}

function readColumns(data: Uint8Array, count: number): void {
  const reader = new ByteReader(data, FLAGS_AT + count)
  const head = data[0] ?? PLAIN
  const kind = KINDS[head & PLAIN]
  for (const each of times) readIntegers(reader, data, each, count)
  if (kind) {
    for (const each of values) readIntegers(reader, data, each, count)
    undoDifferences(kind, head >> 4, count)
  } else for (const each of values) for (let i = 0; i < count; i++) each[i] = reader.float64()
}

export function decodeRollup(dayStart: number, data: Uint8Array): HourSummary[] {
  const hours: HourSummary[] = []
  eachHour(dayStart, data, (slot, summary) => hours.push({ slot, summary: Object.assign(new Summary(), summary) }))
  return hours
}

/** Leaves first, last, min and max of each hour in `integers`. Sums and increases are rounded to the same decimals. */
function findIntegerForm(hours: readonly HourSummary[]): { kind: IntegerKind; exponent: number } | null {
  let k = 0
  for (const { summary } of hours) {
    extremes[k++] = summary.first
    extremes[k++] = summary.last
    extremes[k++] = summary.min
    extremes[k++] = summary.max
  }
  const form = findForm(extremes, k, integers)
  if (!('exponent' in form)) return null
  const limit = MAX_INTEGER / power(form.exponent)
  const fits = hours.every(
    ({ summary }) =>
      Math.abs(summary.sum) < limit && Math.abs(summary.first) * summary.count < limit && summary.increase < limit,
  )
  return fits ? form : null
}

function fillDifferences(i: number, summary: Summary, scale: number): void {
  const [a, b] = [integers[i * 4] ?? 0, integers[i * 4 + 1] ?? 0]
  first[i] = a
  last[i] = b - a
  min[i] = Math.min(a, b) - (integers[i * 4 + 2] ?? 0)
  max[i] = (integers[i * 4 + 3] ?? 0) - Math.max(a, b)
  sum[i] = Math.round(summary.sum * scale) - a * summary.count
  increase[i] = Math.round(summary.increase * scale) - Math.max(0, b - a)
}

function undoDifferences(kind: IntegerKind, exponent: number, count: number): void {
  const scale = power(exponent)
  for (let i = 0; i < count; i++) {
    const a = first[i] ?? 0
    const step = last[i] ?? 0
    const b = a + step
    sum[i] = ((sum[i] ?? 0) + a * (counts[i] ?? 0)) / scale
    increase[i] = ((increase[i] ?? 0) + Math.max(0, step)) / scale
    min[i] = fromInteger(kind, exponent, (step < 0 ? b : a) - (min[i] ?? 0))
    max[i] = fromInteger(kind, exponent, (step < 0 ? a : b) + (max[i] ?? 0))
    first[i] = fromInteger(kind, exponent, a)
    last[i] = fromInteger(kind, exponent, b)
  }
}

function fillPlain(i: number, summary: Summary): void {
  first[i] = summary.first
  last[i] = summary.last
  min[i] = summary.min
  max[i] = summary.max
  sum[i] = summary.sum
  increase[i] = summary.increase
}

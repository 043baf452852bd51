import { QUALITIES } from '../../core/outside.ts'
import { ByteReader, ByteWriter, unzigzag, zigzag } from './bytes.ts'
import { findForm, fromInteger, type IntegerKind, power } from './number-form.ts'
import { Summary } from './summary.ts'

/**
 * Summaries of the hours of one UTC day as bytes, about 20 each on meter data. Slot 0–23 is the hour; slot 24 stands for
 * the whole day once its hours have expired.
 *   form · number of hours · per hour: slot and cut flag, count, times, then six values as differences of integers
 *   (or as they are, when the values are no decimals).
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
const KINDS = ['decimal', 'product', 'decimal32'] as const satisfies readonly IntegerKind[]
const CUT_BIT = 32
/** The two bits above the cut flag: which of the usable qualities. */
const QUALITY_SHIFT = 6
const USABLE_CODES = [0, QUALITIES.indexOf('estimated'), QUALITIES.indexOf('simulated')] as const
const MAX_INTEGER = 2 ** 50

const writer = new ByteWriter()
const extremes = new Float64Array(100)
const integers = new Float64Array(100)

export function encodeRollup(dayStart: number, hours: readonly HourSummary[]): Uint8Array {
  let k = 0
  for (const { summary } of hours) {
    extremes[k++] = summary.first
    extremes[k++] = summary.last
    extremes[k++] = summary.min
    extremes[k++] = summary.max
  }
  const form = findForm(extremes, k, integers)
  const scale = 'exponent' in form && fits(hours, power(form.exponent)) ? power(form.exponent) : null
  const kind = 'exponent' in form ? KINDS.indexOf(form.kind) | (form.exponent << 4) : PLAIN
  writer.byte(scale === null ? PLAIN : kind)
  writer.byte(hours.length)
  let previous = 0
  for (let i = 0; i < hours.length; i++) {
    const hour = hours[i]
    if (!hour) continue
    writeTimes(dayStart, hour)
    if (scale === null) writePlain(hour.summary)
    else {
      writeIntegers(hour.summary, i * 4, scale, previous)
      previous = integers[i * 4 + 1] ?? 0
    }
  }
  return writer.take()
}

/** Visits the day's hours in time order. The summary handed over is reused for the next: copy what is kept. */
export function eachHour(dayStart: number, data: Uint8Array, visit: (slot: number, summary: Summary) => void): void {
  if (data.length === 0) return
  const reader = new ByteReader(data)
  const head = reader.byte()
  const kind = KINDS[head & 15]
  const exponent = head >> 4
  const count = reader.byte()
  const summary = new Summary()
  let previous = 0
  for (let i = 0; i < count; i++) {
    const slot = readTimes(reader, dayStart, summary)
    if (kind === undefined) readPlain(reader, summary)
    else previous = readIntegers(reader, kind, exponent, summary, previous)
    visit(slot, summary)
  }
}

export function decodeRollup(dayStart: number, data: Uint8Array): HourSummary[] {
  const hours: HourSummary[] = []
  eachHour(dayStart, data, (slot, summary) => hours.push({ slot, summary: Object.assign(new Summary(), summary) }))
  return hours
}

const slotStart = (dayStart: number, slot: number) => dayStart + (slot === WHOLE_DAY ? 0 : slot * HOUR_MS)

function writeTimes(dayStart: number, { slot, summary }: HourSummary): void {
  const quality = USABLE_CODES.indexOf(summary.quality)
  writer.byte(slot | (summary.isCut ? CUT_BIT : 0) | (Math.max(0, quality) << QUALITY_SHIFT))
  writer.varint(summary.count)
  writer.varint(summary.firstAt - slotStart(dayStart, slot))
  writer.varint(summary.lastAt - summary.firstAt)
  writer.varint(zigzag(summary.lastAt - summary.firstAt - Math.round(summary.coveredMs)))
}

function readTimes(reader: ByteReader, dayStart: number, into: Summary): number {
  const head = reader.byte()
  const slot = head & (CUT_BIT - 1)
  into.isCut = (head & CUT_BIT) !== 0
  into.quality = USABLE_CODES[head >> QUALITY_SHIFT] ?? 0
  into.count = reader.varint()
  into.firstAt = slotStart(dayStart, slot) + reader.varint()
  into.lastAt = into.firstAt + reader.varint()
  into.coveredMs = into.lastAt - into.firstAt - unzigzag(reader.varint())
  return slot
}

function fits(hours: readonly HourSummary[], scale: number): boolean {
  return hours.every(
    ({ summary }) =>
      Math.abs(summary.sum) * scale < MAX_INTEGER &&
      Math.abs(summary.first) * scale * summary.count < MAX_INTEGER &&
      Math.abs(summary.increase) * scale < MAX_INTEGER,
  )
}

function writeIntegers(summary: Summary, at: number, scale: number, previous: number): void {
  const first = integers[at] ?? 0
  const last = integers[at + 1] ?? 0
  const min = integers[at + 2] ?? 0
  const max = integers[at + 3] ?? 0
  writer.varint(zigzag(first - previous))
  writer.varint(zigzag(last - first))
  writer.varint(Math.min(first, last) - min)
  writer.varint(max - Math.max(first, last))
  writer.varint(zigzag(Math.round(summary.sum * scale) - first * summary.count))
  writer.varint(zigzag(Math.round(summary.increase * scale) - Math.max(0, last - first)))
}

function readIntegers(
  reader: ByteReader,
  kind: IntegerKind,
  exponent: number,
  into: Summary,
  previous: number,
): number {
  const first = previous + unzigzag(reader.varint())
  const last = first + unzigzag(reader.varint())
  const min = Math.min(first, last) - reader.varint()
  const max = Math.max(first, last) + reader.varint()
  into.first = fromInteger(kind, exponent, first)
  into.last = fromInteger(kind, exponent, last)
  into.min = fromInteger(kind, exponent, min)
  into.max = fromInteger(kind, exponent, max)
  into.sum = (first * into.count + unzigzag(reader.varint())) / power(exponent)
  into.increase = (Math.max(0, last - first) + unzigzag(reader.varint())) / power(exponent)
  return last
}

function writePlain(summary: Summary): void {
  for (const value of [summary.first, summary.last, summary.min, summary.max, summary.sum, summary.increase]) {
    writer.float64(value)
  }
}

function readPlain(reader: ByteReader, into: Summary): void {
  into.first = reader.float64()
  into.last = reader.float64()
  into.min = reader.float64()
  into.max = reader.float64()
  into.sum = reader.float64()
  into.increase = reader.float64()
}

import type { InboxMessage } from '../../../../server/core/outside.ts'

/** Larger payloads are refused: an array of a day's samples of one device stays far below. */
export const MAX_PAYLOAD_BYTES = 256 * 1024
/** A gateway's clock may run ahead this far; beyond, its samples would hide everything that comes after. */
export const MAX_AHEAD_MS = 5 * 60_000
/** Before this a timestamp is seconds taken for milliseconds, or a clock that was never set. */
const EARLIEST_AT = Date.UTC(2000, 0, 1)

export type Reason = InboxMessage['reason']

export interface Sample {
  /** Epoch milliseconds. */
  readonly at: number
  readonly values: Readonly<Record<string, number | null>>
}

/** What a telemetry payload says. Good samples are kept even where others beside them are not. */
export interface Decoded {
  /** Oldest first. */
  readonly samples: readonly Sample[]
  /** Why something in it could not be used; null where all could. */
  readonly reason: Reason | null
}

const NONE: readonly Sample[] = []

/** `{ts?, values}` or an array of those, as bytes. Never throws. `now` stands in for an absent ts. */
export function decodeTelemetry(payload: Buffer, now: number): Decoded {
  if (payload.length > MAX_PAYLOAD_BYTES) return { samples: NONE, reason: 'too_large' }
  let parsed: unknown
  try {
    parsed = JSON.parse(payload.toString())
  } catch {
    return { samples: NONE, reason: 'bad_json' }
  }
  if (!Array.isArray(parsed)) {
    const sample = decodeSample(parsed, now)
    return typeof sample === 'string' ? { samples: NONE, reason: sample } : { samples: [sample], reason: null }
  }
  return decodeArray(parsed, now)
}

function decodeArray(items: readonly unknown[], now: number): Decoded {
  const samples: Sample[] = []
  let reason: Reason | null = null
  let isOrdered = true
  let previousAt = 0
  for (const item of items) {
    const sample = decodeSample(item, now)
    if (typeof sample === 'string') {
      reason ??= sample
      continue
    }
    if (sample.at < previousAt) isOrdered = false
    previousAt = sample.at
    samples.push(sample)
  }
  if (!isOrdered) samples.sort((a, b) => a.at - b.at)
  return { samples, reason }
}

function decodeSample(item: unknown, now: number): Sample | Reason {
  if (!isRecord(item)) return 'bad_payload'
  // A misspelt "ts" would silently become the time of arrival.
  for (const key in item) if (key !== 'ts' && key !== 'values') return 'bad_payload'
  const values = decodeValues(item.values)
  if (values === null) return 'bad_payload'
  const at = decodeTime(item.ts, now)
  return at === null ? 'bad_timestamp' : { at, values }
}

function decodeValues(values: unknown): Record<string, number | null> | null {
  if (!isRecord(values)) return null
  const decoded: Record<string, number | null> = {}
  for (const key in values) {
    if (!isMetricKey(key)) return null
    const value = values[key]
    if (typeof value === 'number') {
      // JSON has no infinity, but 1e999 reads as one.
      if (value - value !== 0) return null
      decoded[key] = value
    } else if (value === null) decoded[key] = null
    else if (typeof value === 'boolean') decoded[key] = value ? 1 : 0
    else return null
  }
  return decoded
}

/** Epoch milliseconds, or null where it is none, lies before 2000 or more than five minutes ahead. */
function decodeTime(ts: unknown, now: number): number | null {
  if (ts === undefined || ts === null) return now
  const at = typeof ts === 'number' ? Math.trunc(ts) : typeof ts === 'string' ? parseIso(ts) : Number.NaN
  return at >= EARLIEST_AT && at <= now + MAX_AHEAD_MS ? at : null
}

/** Date.parse takes "1" and "Jan 1" too, and reads a time without zone as local: neither is meant here. */
function parseIso(text: string): number {
  if (text.length < 16 || text.length > 35) return Number.NaN
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH || text.charCodeAt(10) !== LETTER_T) return Number.NaN
  const hasZone = text.endsWith('Z') || text.indexOf('+', 16) > 0 || text.indexOf('-', 16) > 0
  return Date.parse(hasZone ? text : `${text}Z`)
}

const DASH = 45
const LETTER_T = 84
const MAX_KEY_LENGTH = 64
const knownKeys = new Set<string>()
const MAX_KNOWN_KEYS = 10_000

/** ^[a-z][a-z0-9_]{0,63}$, remembered: the same few keys come thousands of times a second. */
export function isMetricKey(key: string): boolean {
  if (knownKeys.has(key)) return true
  if (key.length === 0 || key.length > MAX_KEY_LENGTH || !isLower(key.charCodeAt(0))) return false
  for (let i = 1; i < key.length; i++) {
    const code = key.charCodeAt(i)
    if (!isLower(code) && !(code >= 48 && code <= 57) && code !== 95) return false
  }
  if (knownKeys.size < MAX_KNOWN_KEYS) knownKeys.add(key)
  return true
}

function isLower(code: number): boolean {
  return code >= 97 && code <= 122
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import type { IncomingHttpHeaders } from 'node:http'

/** What of a file to send, after RFC 9110: `end` is inclusive; nothing is sent with 304 and 416. */
export type Wanted =
  | { readonly status: 200 | 206; readonly start: number; readonly end: number }
  | { readonly status: 304 | 416 }

/** Whether a list of entity tags names this one. Weak tags match too: the bytes of a file are what its hash says. */
function names(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.split(',').some((tag) => {
    const bare = tag.trim().replace(/^W\//, '')
    return bare === '*' || bare === `"${etag}"`
  })
}

/** One range, or null when the header is none that has to be understood (other units, several ranges, nonsense). */
function rangeOf(header: string, sizeBytes: number): { start: number; end: number } | 'unsatisfiable' | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? []
  if (first === '' && last === '') return null
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes)
    return length === 0 ? 'unsatisfiable' : { start: sizeBytes - length, end: sizeBytes - 1 }
  }
  const start = Number(first)
  const end = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1)
  if (start >= sizeBytes) return 'unsatisfiable'
  return end < start ? null : { start, end }
}

/** Reads If-None-Match, Range and If-Range. */
export function wantedOf(
  headers: IncomingHttpHeaders,
  file: { readonly sizeBytes: number; readonly etag: string },
): Wanted {
  const whole: Wanted = { status: 200, start: 0, end: file.sizeBytes - 1 }
  if (names(headers['if-none-match'], file.etag)) return { status: 304 }
  const ifRange = headers['if-range']
  // A part of a file that has changed meanwhile would not fit what the caller holds.
  if (typeof ifRange === 'string' && ifRange.trim() !== `"${file.etag}"`) return whole
  const range = headers.range === undefined ? null : rangeOf(headers.range, file.sizeBytes)
  if (range === null) return whole
  return range === 'unsatisfiable' ? { status: 416 } : { status: 206, ...range }
}

import { describe, expect, it } from 'vitest'
import { wantedOf } from './ranges.ts'

const file = { sizeBytes: 100, etag: 'abc' }
const whole = { status: 200, start: 0, end: 99 }

describe('what of a file is wanted', () => {
  it.each([
    [{}, whole],
    [{ range: 'bytes=0-9' }, { status: 206, start: 0, end: 9 }],
    [{ range: 'bytes=90-' }, { status: 206, start: 90, end: 99 }],
    [{ range: 'bytes=90-500' }, { status: 206, start: 90, end: 99 }],
    [{ range: 'bytes=-5' }, { status: 206, start: 95, end: 99 }],
    [{ range: 'bytes=-500' }, { status: 206, start: 0, end: 99 }],
    [{ range: 'bytes=100-' }, { status: 416 }],
    [{ range: 'bytes=-0' }, { status: 416 }],
    [{ range: 'bytes=9-3' }, whole],
    [{ range: 'bytes=-' }, whole],
    [{ range: 'bytes=0-1,5-6' }, whole],
    [{ range: 'lines=0-1' }, whole],
    [{ 'if-none-match': '"abc"' }, { status: 304 }],
    [{ 'if-none-match': '"x", W/"abc"' }, { status: 304 }],
    [{ 'if-none-match': '"x"' }, whole],
    [
      { range: 'bytes=0-9', 'if-range': '"abc"' },
      { status: 206, start: 0, end: 9 },
    ],
    [{ range: 'bytes=0-9', 'if-range': '"old"' }, whole],
  ])('%j is %j', (headers, expected) => {
    expect(wantedOf(headers, file)).toEqual(expected)
  })

  it('has no part of an empty file', () => {
    expect(wantedOf({ range: 'bytes=0-' }, { sizeBytes: 0, etag: 'e' })).toEqual({ status: 416 })
  })
})

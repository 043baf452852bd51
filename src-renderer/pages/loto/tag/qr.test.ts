import { encode } from 'uqr'
import { describe, expect, it } from 'vitest'
import { qrPath } from './qr.ts'

describe('the QR code of a tag', () => {
  it('draws each dark module once and no other', () => {
    const address = 'http://192.168.1.20:4780/loto/sessions/0b5c1f3e-8f0a-4a6e-9a53-6d6a0b8f2c11'
    const { size, path } = qrPath(address)
    const { data } = encode(address, { ecc: 'M', border: 2 })
    const drawn = data.map((row) => row.map(() => false))
    for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
      for (let at = Number(x); at < Number(x) + Number(length); at++) {
        const row = drawn[Number(y)]
        expect(row?.[at]).toBe(false)
        if (row) row[at] = true
      }
    }
    expect(size).toBe(data.length)
    expect(drawn).toEqual(data)
  })
})

import { describe, expect, it } from 'vitest'
import { usualRange } from './day-band.ts'

describe('the usual range of a day', () => {
  it('is where eight of ten readings lie', () => {
    expect(usualRange(Array.from({ length: 100 }, (_, index) => index))).toEqual([10, 90])
  })

  it('is not claimed from too little', () => {
    expect(usualRange([1, 2, null, 3])).toBeNull()
    expect(usualRange([])).toBeNull()
  })
})

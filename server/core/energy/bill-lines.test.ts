import { expect, it } from 'vitest'
import { linesOf, priced } from './bill-lines.ts'

it('charges what the shown kilowatt-hours times the price come to', () => {
  expect(priced(456_233.4, 8.6)).toBe(3923.6)
  expect(priced(843_616.2, 8.6)).toBe(7255.1)
  expect(priced(1_000, 8.6512)).toBe(8.65)
})

it('has no amount without a price or without the whole energy', () => {
  const whole = { start: 0, end: 1, known: 1_000, quality: 'good', coverage: 1 } as const
  const tariff = { validFrom: 0, pricePerKwh: 8.6, standingPerDay: 0, currency: 'TRY' }
  const amountOf = (...input: Parameters<typeof linesOf>) => linesOf(...input)[0]?.amount
  expect(amountOf([0, 1], [], [whole], [tariff])).toBe(8.6)
  expect(amountOf([0, 1], [], [whole], [])).toBeNull()
  expect(amountOf([0, 1], [], [{ ...whole, quality: 'partial' }], [tariff])).toBeNull()
})

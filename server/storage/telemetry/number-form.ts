/**
 * How a set of doubles can be written as integers without losing a bit. Meters speak decimals; three roads lead from a
 * register to a double, and each is recognised: raw / 10^e, raw × 10^-e (which rounds differently: 3 × 0.1), and a
 * float32 register holding the decimal.
 */
export type NumberForm =
  | { readonly kind: 'decimal' | 'product' | 'decimal32'; readonly exponent: number }
  | { readonly kind: 'float32' | 'float64' }

export type IntegerKind = Extract<NumberForm, { exponent: number }>['kind']

const POWERS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6] as const
const FRACTIONS = [1, 0.1, 0.01, 0.001, 1e-4, 1e-5, 1e-6] as const
const MAX_EXPONENT = POWERS.length - 1
const MAX_INTEGER = 2 ** 50

export const power = (exponent: number) => POWERS[exponent] ?? 1

export function fromInteger(kind: IntegerKind, exponent: number, integer: number): number {
  if (kind === 'decimal') return integer / (POWERS[exponent] ?? 1)
  if (kind === 'product') return integer * (FRACTIONS[exponent] ?? 1)
  return Math.fround(integer / (POWERS[exponent] ?? 1))
}

/** The integer that `fromInteger` turns back into exactly `value`, or NaN. Minus zero has none. */
function toInteger(kind: IntegerKind, exponent: number, value: number): number {
  const integer = Math.round(value * (POWERS[exponent] ?? 1))
  if (!(integer <= MAX_INTEGER && integer >= -MAX_INTEGER)) return Number.NaN
  if (fromInteger(kind, exponent, integer) !== value) return Number.NaN
  return integer === 0 && 1 / value < 0 ? Number.NaN : integer
}

/**
 * The cheapest exact form of values[0..count). For an integer form the integers are left in `integers`.
 */
export function findForm(values: Float64Array, count: number, integers: Float64Array): NumberForm {
  let isFloat32 = true
  for (let i = 0; i < count && isFloat32; i++) isFloat32 = Object.is(Math.fround(values[i] ?? 0), values[i])
  const kinds: readonly IntegerKind[] = isFloat32 ? ['decimal', 'decimal32'] : ['decimal', 'product']
  for (const kind of kinds) {
    const exponent = findExponent(kind, values, count, integers)
    if (exponent !== null) return { kind, exponent }
  }
  return { kind: isFloat32 ? 'float32' : 'float64' }
}

function findExponent(kind: IntegerKind, values: Float64Array, count: number, integers: Float64Array): number | null {
  for (let exponent = 0; exponent <= MAX_EXPONENT; exponent++) {
    let i = 0
    for (; i < count; i++) {
      const integer = toInteger(kind, exponent, values[i] ?? 0)
      if (Number.isNaN(integer)) break
      integers[i] = integer
    }
    if (i === count) return exponent
  }
  return null
}

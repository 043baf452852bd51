const WRAP_SHARE = 0.1

/** Whether a drop is the counter starting again from zero at its modulus: it stood near the end and is near the beginning. */
export function isWrap(from: number, to: number, modulus: number | null): boolean {
  if (modulus === null || to >= from) return false
  const wrapped = to + modulus - from
  return wrapped >= 0 && wrapped <= modulus * WRAP_SHARE
}

/**
 * Increment of a counter between two samples. A drop is a wrap if the modulus is known and the step over it is short,
 * else a reset: what is counted since zero is credited and nothing is invented for the time before.
 */
export function credit(from: number, to: number, modulus: number | null): number {
  if (to >= from) return to - from
  if (modulus !== null && isWrap(from, to, modulus)) return to + modulus - from
  return Math.max(to, 0)
}

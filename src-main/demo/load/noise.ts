/** Deterministic randomness: the demo's day is a pure function of time and seed, so that history and live agree. */

/** FNV-1a of a name, to seed one device. */
export function seedOf(name: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < name.length; index += 1) {
    hash ^= name.charCodeAt(index)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}

/** Uniform in [0, 1) from a seed and up to two integers. */
export function chance(seed: number, a: number, b = 0): number {
  let hash = seed ^ Math.imul(a | 0, 0x9e3779b1) ^ Math.imul(b | 0, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d)
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b)
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000
}

/** Smooth noise in [0, 1) that takes independent values at whole x. */
export function drift(seed: number, x: number): number {
  const cell = Math.floor(x)
  const part = x - cell
  const eased = part * part * (3 - 2 * part)
  return chance(seed, cell) * (1 - eased) + chance(seed, cell + 1) * eased
}

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

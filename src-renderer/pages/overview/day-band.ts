/** The range in which the day mostly was: where eight of ten readings lie. Null when too little is known to say so. */
export function usualRange(values: readonly (number | null)[]): readonly [low: number, high: number] | null {
  const known = values.filter((value): value is number => value !== null).sort((a, b) => a - b)
  const low = known[Math.floor(known.length * 0.1)]
  const high = known[Math.floor(known.length * 0.9)]
  return known.length < 24 || low === undefined || high === undefined ? null : [low, high]
}

export interface Extremes {
  min: { value: number; atMs: number }
  max: { value: number; atMs: number }
}

export function extremes(points: readonly (readonly [atMs: number, value: number | null])[]): Extremes | null {
  let found: Extremes | null = null
  for (const [atMs, value] of points) {
    if (value === null) continue
    const here = { value, atMs }
    found = {
      min: found && found.min.value <= value ? found.min : here,
      max: found && found.max.value >= value ? found.max : here,
    }
  }
  return found
}

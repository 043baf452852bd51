/** The range in which the day mostly was: where eight of ten readings lie. Null when too little is known to say so. */
export function usualRange(values: readonly (number | null)[]): readonly [low: number, high: number] | null {
  const known = values.filter((value): value is number => value !== null).sort((a, b) => a - b)
  const low = known[Math.floor(known.length * 0.1)]
  const high = known[Math.floor(known.length * 0.9)]
  return known.length < 24 || low === undefined || high === undefined ? null : [low, high]
}

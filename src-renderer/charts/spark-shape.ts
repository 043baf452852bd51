/** Epoch ms and value, ascending; null breaks the line. */
export type SparkPoints = readonly (readonly [at: number, value: number | null, ...rest: unknown[]])[]

/** Limits count only as far as one span of the data away: a far limit must not flatten the line. */
export function sparkScale(values: readonly number[], wanted: readonly number[]): { low: number; high: number } {
  let low = Math.min(...values)
  let high = Math.max(...values)
  const span = Math.max(high - low, Math.abs(high) * 0.01, 1e-9)
  const reachLow = low - span
  const reachHigh = high + span
  for (const value of wanted) {
    if (value >= reachLow && value <= reachHigh) {
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  }
  return high - low < span ? { low: low - span / 2, high: high + span / 2 } : { low, high }
}

export function sparkPath(points: SparkPoints, x: (at: number) => number, y: (value: number) => number): string {
  let path = ''
  let isDown = false
  for (const [at, value] of points) {
    if (value === null) {
      isDown = false
      continue
    }
    path += `${isDown ? 'L' : 'M'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`
    isDown = true
  }
  return path
}

const KEPT = 64

/** The last round trips of a device, milliseconds. */
export function createRoundTrips() {
  const ring = new Float64Array(KEPT)
  let count = 0
  const kept = () => ring.subarray(0, Math.min(count, KEPT))
  return {
    add(durationMs: number): void {
      ring[count % KEPT] = durationMs
      count += 1
    },
    last: (): number | null => (count === 0 ? null : (ring[(count - 1) % KEPT] ?? null)),
    mean: (): number | null => (count === 0 ? null : kept().reduce((sum, ms) => sum + ms, 0) / kept().length),
    p95(): number | null {
      const sorted = kept().toSorted()
      return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? null
    },
  }
}

import { QUALITIES, type Reading } from '../outside.ts'
import type { SampleColumns, TelemetryStore } from '../telemetry/store.ts'

/** Small enough that taking a page over from the reader's thread holds nobody up. */
const POINTS_PER_PAGE = 20_000

export interface HistoryRange {
  readonly start: number
  readonly end: number
}

/** One device's samples as the readings that they came in: what has the same time and quality belongs together. */
export async function readHistory(
  store: Pick<TelemetryStore, 'rawColumns'>,
  deviceId: string,
  metrics: readonly string[],
  { start, end }: HistoryRange,
): Promise<readonly Reading[]> {
  const readings: Reading[] = []
  let from: number | null = start
  while (from !== null && from < end) {
    const request = { deviceId, metrics, start: from, end, limit: POINTS_PER_PAGE }
    const page: Awaited<ReturnType<TelemetryStore['rawColumns']>> = await store.rawColumns(request)
    weave(deviceId, page.columns, readings)
    from = page.nextStart
  }
  return readings
}

interface Cursor {
  readonly metric: string
  readonly columns: SampleColumns
  next: number
}

function weave(deviceId: string, columns: ReadonlyMap<string, SampleColumns>, into: Reading[]): void {
  const cursors = [...columns].map(([metric, of]): Cursor => ({ metric, columns: of, next: 0 }))
  for (let at = nextAt(cursors); at < Number.POSITIVE_INFINITY; at = nextAt(cursors)) {
    const byQuality = new Map<number, Record<string, number | null>>()
    for (const cursor of cursors)
      if (cursor.next < cursor.columns.length && cursor.columns.at[cursor.next] === at) take(cursor, byQuality)
    for (const [quality, values] of byQuality)
      into.push({ deviceId, at, values, quality: QUALITIES[quality] ?? 'invalid' })
  }
}

function nextAt(cursors: readonly Cursor[]): number {
  let at = Number.POSITIVE_INFINITY
  for (const { columns, next } of cursors) if (next < columns.length) at = Math.min(at, columns.at[next] ?? at)
  return at
}

function take(cursor: Cursor, byQuality: Map<number, Record<string, number | null>>): void {
  const { metric, columns, next } = cursor
  const quality = columns.quality[next] ?? 0
  const values = byQuality.get(quality) ?? {}
  const value = columns.value[next] ?? Number.NaN
  values[metric] = Number.isNaN(value) ? null : value
  byQuality.set(quality, values)
  cursor.next++
}

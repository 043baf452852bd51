import { QUALITIES } from '../outside.ts'
import { aggregate } from '../telemetry/aggregate.ts'
import type { SampleColumns, TelemetryStore } from '../telemetry/store.ts'
import { edgesOf, type Interval } from '../telemetry/time-zone.ts'
import { type Figure, figureOf } from './columns.ts'
import { type ExportColumn, type ExportDevice, ROWS_PER_BLOCK, type RowBlock } from './export.types.ts'

type Source = Pick<TelemetryStore, 'metrics' | 'rawColumns' | 'buckets'>

interface Range {
  readonly start: number
  readonly end: number
}

/** Every sample of the devices, one after the other: a row per instant, its metrics side by side. */
export async function* rawRows(
  store: Source,
  devices: readonly ExportDevice[],
  columns: readonly ExportColumn[],
  { start, end }: Range,
): AsyncGenerator<RowBlock> {
  const wanted = columns.map(({ key }) => key)
  for (const [device, { id }] of devices.entries()) {
    const present = new Set(await store.metrics(id))
    const metrics = wanted.filter((metric) => present.has(metric))
    const limit = ROWS_PER_BLOCK * Math.max(1, metrics.length)
    for (let from: number | null = metrics.length > 0 ? start : null; from !== null; ) {
      const page: Awaited<ReturnType<Source['rawColumns']>> = await store.rawColumns({
        deviceId: id,
        metrics,
        start: from,
        end,
        limit,
      })
      const block = sideBySide(
        device,
        wanted.map((metric) => page.columns.get(metric) ?? null),
      )
      if (block.length > 0) yield block
      from = page.nextStart
    }
  }
}

interface Cursor {
  readonly part: SampleColumns
  readonly column: number
  next: number
}

const instantAt = ({ part, next }: Cursor): number =>
  next < part.length ? (part.at[next] ?? 0) : Number.POSITIVE_INFINITY

/** The cursor at the earliest instant that is left. */
function earliest(cursors: readonly Cursor[]): Cursor | null {
  let first: Cursor | null = null
  let instant = Number.POSITIVE_INFINITY
  for (const cursor of cursors) {
    const at = instantAt(cursor)
    if (at >= instant) continue
    instant = at
    first = cursor
  }
  return first
}

/**
 * Joins the metrics of one device by instant. Samples of one reading share its quality and become one row; where
 * qualities differ at an instant, each has a row of its own, so that no value is shown under another's.
 */
export function sideBySide(device: number, series: readonly (SampleColumns | null)[]): RowBlock {
  const cursors = series.flatMap((part, column): Cursor[] => (part ? [{ part, column, next: 0 }] : []))
  const room = cursors.reduce((sum, { part }) => sum + part.length, 0)
  const at = new Float64Array(room)
  const quality = new Uint8Array(room)
  const values = series.map(() => new Float64Array(room).fill(Number.NaN))
  let length = 0
  for (let first = earliest(cursors); first; first = earliest(cursors)) {
    const instant = instantAt(first)
    const heard = first.part.quality[first.next] ?? 0
    at[length] = instant
    quality[length] = heard
    for (const cursor of cursors) {
      if (instantAt(cursor) !== instant || cursor.part.quality[cursor.next] !== heard) continue
      const target = values[cursor.column]
      if (target) target[length] = cursor.part.value[cursor.next] ?? Number.NaN
      cursor.next++
    }
    length++
  }
  const used = (column: Float64Array) => column.slice(0, length)
  return { device, length, at: used(at), quality: quality.slice(0, length), values: values.map(used) }
}

/** Figures of the hours, days, weeks or months of each device's site: those of the aggregated answer. */
export async function* bucketRows(
  store: Source,
  devices: readonly ExportDevice[],
  columns: readonly Figure[],
  { start, end, interval }: Range & { readonly interval: Interval },
): AsyncGenerator<RowBlock> {
  for (const [device, { id, timeZone }] of devices.entries()) {
    const edges = edgesOf(interval, timeZone, start, end)
    for (let first = 0; first < edges.length - 1; first += ROWS_PER_BLOCK) {
      const part = edges.slice(first, first + ROWS_PER_BLOCK + 1)
      const from = Math.max(start, part[0] ?? start)
      const to = Math.min(end, part.at(-1) ?? end)
      yield await bucketBlock(store, { device, id, timeZone, interval }, columns, part, from, to)
    }
  }
}

async function bucketBlock(
  store: Source,
  of: { device: number; id: string; timeZone: string; interval: Interval },
  columns: readonly Figure[],
  edges: readonly number[],
  start: number,
  end: number,
): Promise<RowBlock> {
  const clipped = edges.map((edge) => Math.min(end, Math.max(start, edge)))
  const metrics = [...new Set(columns.flatMap((column) => ('metric' in column ? [column.metric] : [])))]
  const hasOwn = columns.some((column) => 'own' in column)
  const own = hasOwn ? await aggregate(store, of.id, { start, end, interval: of.interval, timeZone: of.timeZone }) : []
  const buckets = metrics.length > 0 ? await store.buckets(of.id, metrics, clipped) : new Map()
  const values = columns.map((column) =>
    Float64Array.from({ length: edges.length - 1 }, (_, index) => {
      const row = own[index]
      const value =
        'own' in column ? (row ? column.own(row) : null) : figureOf(buckets.get(column.metric)?.[index], column.part)
      return value ?? Number.NaN
    }),
  )
  return {
    device: of.device,
    length: edges.length - 1,
    at: Float64Array.from(edges.slice(0, -1)),
    values,
    quality: null,
  }
}

/** How many rows the file will have, from counts alone: exact for buckets, close for samples. */
export async function estimateRows(
  store: Source,
  devices: readonly ExportDevice[],
  wanted: readonly string[],
  { start, end, interval }: Range & { readonly interval: 'raw' | Interval },
): Promise<number> {
  let rows = 0
  for (const { id, timeZone } of devices) {
    if (interval !== 'raw') {
      rows += edgesOf(interval, timeZone, start, end).length - 1
      continue
    }
    const present = (await store.metrics(id)).filter((metric) => wanted.includes(metric))
    const counts = [...(await store.buckets(id, present, [start, end])).values()].map(([bucket]) => bucket?.count ?? 0)
    rows += Math.max(0, ...counts)
  }
  return rows
}

export const qualityName = (index: number): string => QUALITIES[index] ?? 'invalid'

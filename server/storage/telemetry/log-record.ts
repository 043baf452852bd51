/**
 * What one commit appends to the log, in the order it arrived. Laid out so that the bytes are typed arrays as they are:
 *   u32 readings, u32 points · f64 time of each reading · f64 value of each point ·
 *   u32 (points << 3 | quality) of each reading · u32 series of each point
 */
export interface LogRecord {
  readonly readings: number
  readonly points: number
  readonly at: Float64Array
  readonly values: Float64Array
  readonly heads: Uint32Array
  readonly series: Uint32Array
}

const HEADER_BYTES = 8
export const QUALITY_BITS = 3
export const QUALITY_MASK = (1 << QUALITY_BITS) - 1

function layOut(buffer: ArrayBuffer, readings: number, points: number): LogRecord {
  const values = HEADER_BYTES + 8 * readings
  const heads = values + 8 * points
  return {
    readings,
    points,
    at: new Float64Array(buffer, HEADER_BYTES, readings),
    values: new Float64Array(buffer, values, points),
    heads: new Uint32Array(buffer, heads, readings),
    series: new Uint32Array(buffer, heads + 4 * readings, points),
  }
}

export function makeLogRecord(readings: number, points: number): { buffer: ArrayBuffer; record: LogRecord } {
  const buffer = new ArrayBuffer(HEADER_BYTES + 12 * (readings + points))
  new Uint32Array(buffer, 0, 2).set([readings, points])
  return { buffer, record: layOut(buffer, readings, points) }
}

export function readLogRecord(data: Uint8Array): LogRecord {
  const buffer = new ArrayBuffer(data.byteLength)
  new Uint8Array(buffer).set(data)
  const [readings = 0, points = 0] = new Uint32Array(buffer, 0, 2)
  return layOut(buffer, readings, points)
}

/** Calls `visit` for every point, in order of arrival. */
export function eachPoint(
  record: LogRecord,
  visit: (series: number, at: number, value: number, quality: number) => void,
): void {
  let point = 0
  for (let reading = 0; reading < record.readings; reading++) {
    const at = record.at[reading] ?? 0
    const head = record.heads[reading] ?? 0
    const quality = head & QUALITY_MASK
    const end = point + (head >>> QUALITY_BITS)
    for (; point < end; point++) visit(record.series[point] ?? 0, at, record.values[point] ?? 0, quality)
  }
}

import type { Actor } from '../access.ts'
import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import { invalid, notFound } from '../errors.ts'
import { edgesOf, type Interval } from '../telemetry/time-zone.ts'

/** What energy figures are asked for, checked. */
export interface Span {
  readonly start: number
  readonly end: number
}

const MAX_ROWS = 20_000
const HOUR_MS = 3_600_000
const NOMINAL_MS: Record<Interval, number> = {
  hourly: HOUR_MS,
  daily: 24 * HOUR_MS,
  weekly: 7 * 24 * HOUR_MS,
  monthly: 28 * 24 * HOUR_MS,
}

/** Another tenant's device is as unknown as one that does not exist. */
export function ownDevice(inventory: Inventory, actor: Actor, deviceId: string): Device {
  const device = inventory.devices.get(deviceId)
  if (device?.tenantId !== actor.tenantId) throw notFound({ tr: 'Cihaz bulunamadı', en: 'Device not found' })
  return device
}

export function checkSpan({ start, end }: Span): void {
  if (end <= start)
    throw invalid({ tr: 'Bitiş zamanı başlangıçtan sonra olmalıdır', en: 'The end must be after the start' })
}

/** Ends of the hours, days, weeks or months that the span touches, cut to it. */
export function edgesWithin(interval: Interval, timeZone: string, { start, end }: Span): readonly number[] {
  if (end <= start) return []
  if ((end - start) / NOMINAL_MS[interval] > MAX_ROWS)
    throw invalid({
      tr: `Aralık çok uzun: en çok ${MAX_ROWS} satır istenebilir`,
      en: `The range is too long: at most ${MAX_ROWS} rows can be asked for`,
    })
  return edgesOf(interval, timeZone, start, end).map((edge) => Math.min(end, Math.max(start, edge)))
}

import type { ExportColumn, ExportSheet } from '../core/exports/export.types.ts'

/** `active_power (W)`: the vocabulary's key, and its unit where the key does not end with it. */
export function headOf({ key, unit }: ExportColumn): string {
  if (unit === '' || key.endsWith(`_${unit.toLowerCase()}`)) return key
  return `${key} (${unit})`
}

/** The one zone of all devices, or null when they stand in several. */
export function zoneOf({ devices }: ExportSheet): string | null {
  const zones = new Set(devices.map(({ timeZone }) => timeZone))
  return zones.size === 1 ? ([...zones][0] ?? null) : null
}

/** Columns that stand before the figures, in every table. */
export function leadingHeads(sheet: ExportSheet): readonly string[] {
  const zone = zoneOf(sheet)
  const local = zone ? [`local_time (${zone})`] : ['local_time', 'time_zone']
  return ['timestamp', ...local, 'device_id', 'device']
}

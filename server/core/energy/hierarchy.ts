import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { Meters } from './meters.ts'

export const SUMMARY_KEYS = ['region', 'subregion', 'device_type', 'device'] as const
export type SummaryKey = (typeof SUMMARY_KEYS)[number]

/** Of devices that stand nowhere. */
export const UNASSIGNED = 'unassigned'

/** The group that a device belongs to. */
export function keyOf(inventory: Inventory, by: SummaryKey): (device: Device) => string {
  switch (by) {
    case 'region':
      return (device) => inventory.regionOf(device)?.id ?? UNASSIGNED
    case 'subregion':
      return (device) => inventory.subregionOf(device)?.id ?? UNASSIGNED
    case 'device_type':
      return (device) => device.deviceType
    case 'device':
      return (device) => device.id
  }
}

/**
 * Per group the consumption meters that make it up, each kilowatt-hour counted once. The highest meter whose meters below
 * all belong to its own group speaks for them, so that one dead pedestal does not hide a pontoon whose feeder is read;
 * where a meter feeds several groups, those below speak for themselves.
 */
export function coverOf(
  meters: Meters,
  devices: readonly Device[],
  keyOfDevice: (device: Device) => string,
): ReadonlyMap<string, readonly Device[]> {
  const groups = new Map<string, Device[]>()
  const take = (device: Device) => {
    const key = keyOfDevice(device)
    const group = groups.get(key)
    if (group) group.push(device)
    else groups.set(key, [device])
  }
  const isUniform = (device: Device, key: string): boolean =>
    consumersBelow(meters, device).every((child) => keyOfDevice(child) === key && isUniform(child, key))
  const visit = (device: Device) => {
    if (isUniform(device, keyOfDevice(device))) take(device)
    else for (const child of consumersBelow(meters, device)) visit(child)
  }
  for (const device of devices) visit(device)
  return groups
}

export const consumersBelow = (meters: Meters, device: Device): readonly Device[] =>
  meters.below(device).filter((child) => !meters.isGenerator(child))

/** Consumers that no other meter stands below. */
export const leavesOf = (meters: Meters, devices: readonly Device[]): readonly Device[] =>
  devices.flatMap((device) => {
    const below = consumersBelow(meters, device)
    return below.length === 0 ? [device] : leavesOf(meters, below)
  })

/** Generators that feed into what these meters measure, however far below. */
export const generatorsBelow = (meters: Meters, device: Device): readonly Device[] =>
  meters.below(device).flatMap((child) => (meters.isGenerator(child) ? [child] : generatorsBelow(meters, child)))

import type { Inventory } from '../devices/inventory.ts'
import type { FirmwareVersion } from './firmware.types.ts'
import type { UnitFirmware } from './ota.types.ts'
import { compareVersions } from './semver.ts'

export interface UnitFacts {
  readonly deviceType: string | null
  readonly hwRevision: string | null
  readonly version: string | null
}

/** What is known of a unit: the inventory knows the type of a device, a gateway tells its own. */
export function factsOf(
  inventory: Inventory,
  unit: { readonly deviceId: string | null },
  reported: UnitFirmware | null,
): UnitFacts {
  const device = unit.deviceId === null ? null : (inventory.devices.get(unit.deviceId) ?? null)
  return {
    deviceType: device?.deviceType ?? reported?.deviceType ?? null,
    hwRevision: reported?.hwRevision ?? null,
    version: reported?.version ?? null,
  }
}

/**
 * Why a version does not fit a unit, or null. What is not known does not forbid: the offer carries the conditions, and
 * the unit has the last word.
 */
export function misfit(firmware: FirmwareVersion, unit: UnitFacts): 'device_type' | 'hw_revision' | 'min_from' | null {
  if (unit.deviceType !== null && unit.deviceType !== firmware.deviceType) return 'device_type'
  if (firmware.hwRevision !== null && unit.hwRevision !== null && unit.hwRevision !== firmware.hwRevision)
    return 'hw_revision'
  if (firmware.minFromVersion === null || unit.version === null) return null
  // A version that is no semantic version cannot be said to be new enough.
  const order = compareVersions(unit.version, firmware.minFromVersion)
  return order === null || order === -1 ? 'min_from' : null
}

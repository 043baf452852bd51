import type { Inventory } from '../devices/inventory.ts'
import type { WatchedDevice } from './alarm.types.ts'

/** The marina as the alarms see it: a device stands where its gateway stands, unless it says otherwise. */
export function watchedDevices(inventory: Inventory): WatchedDevice[] {
  return [...inventory.devices.values()].map((device) => {
    const gateway = inventory.gateways.get(device.gatewayId)
    const subregion = inventory.subregionOf(device)
    return {
      id: device.id,
      tenantId: device.tenantId,
      name: device.name,
      deviceType: device.deviceType,
      gatewayId: device.gatewayId,
      gatewayName: gateway?.name ?? '',
      isGatewayEnabled: gateway?.isEnabled ?? false,
      subregionId: subregion?.id ?? null,
      regionId: subregion?.regionId ?? null,
    }
  })
}

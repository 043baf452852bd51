import type { Inventory } from '../devices/inventory.ts'
import { notFound, ruleViolation } from '../errors.ts'
import type { OtaUpdate } from './ota.types.ts'

/** What to update: a gateway, or a device behind one. */
export type UnitRef = { readonly gatewayId: string } | { readonly deviceId: string }

export interface Unit {
  readonly gatewayId: string
  readonly deviceId: string | null
  readonly name: string
}

export const unitOf = (update: Pick<OtaUpdate, 'deviceId' | 'gatewayId'>): string => update.deviceId ?? update.gatewayId

/** What the locks are asked about: one device, or everything behind the gateway. */
export const subjectOf = (tenantId: string, unit: Pick<OtaUpdate, 'deviceId' | 'gatewayId'>) =>
  unit.deviceId === null ? { tenantId, gatewayId: unit.gatewayId } : { tenantId, deviceId: unit.deviceId }

/** @throws AppError RESOURCE_NOT_FOUND, BUSINESS_RULE_VIOLATION when its gateway does not speak MQTT */
export function resolveUnit(inventory: Inventory, tenantId: string, ref: UnitRef): Unit {
  const device = 'deviceId' in ref ? inventory.devices.get(ref.deviceId) : null
  if (device === undefined || (device && device.tenantId !== tenantId))
    throw notFound({ tr: 'Cihaz bulunamadı', en: 'Device not found' })
  const gateway = inventory.gateways.get('deviceId' in ref ? (device?.gatewayId ?? '') : ref.gatewayId)
  if (gateway?.tenantId !== tenantId) throw notFound({ tr: 'Ağ geçidi bulunamadı', en: 'Gateway not found' })
  const name = device?.name ?? gateway.name
  if (gateway.type !== 'mqtt')
    throw ruleViolation({
      tr: `${name} uzaktan güncellenemez: yalnızca MQTT ağ geçitleri ve arkasındaki cihazlar`,
      en: `${name} cannot be updated from here: only MQTT gateways and what is behind them`,
    })
  return { gatewayId: gateway.id, deviceId: device?.id ?? null, name }
}

import { DEVICE_TYPES, type Device, type DeviceType, type GatewayType } from '../../../api/types.ts'
import type { DeviceBody } from '../queries.ts'

/** The form's fields as typed; '' = nothing. */
export interface DeviceDraft {
  readonly name: string
  readonly type: DeviceType
  readonly gatewayId: string
  readonly slaveId: number | string
  readonly externalId: string
  readonly templateId: string
  readonly subregionId: string
  readonly parentId: string
  readonly latitude: number | string
  readonly longitude: number | string
  readonly period: number | string
}

export function draftOf(device: Device | null, gatewayId = ''): DeviceDraft {
  return {
    name: device?.name ?? '',
    type: device?.device_type ?? DEVICE_TYPES[0],
    gatewayId: device?.gateway_id ?? gatewayId,
    slaveId: device?.slave_id ?? '',
    externalId: device?.external_id ?? '',
    templateId: device?.template_id ?? '',
    subregionId: device?.subregion_id ?? '',
    parentId: device?.parent_id ?? '',
    latitude: device?.latitude ?? '',
    longitude: device?.longitude ?? '',
    period: device?.poll_interval_s ?? '',
  }
}

/** How a gateway of that type tells its devices apart. */
export function addressing(type: GatewayType | undefined): 'slave' | 'external' | 'none' {
  if (type === undefined) return 'none'
  return type.startsWith('modbus') ? 'slave' : 'external'
}

export type DraftFault =
  | { readonly kind: 'needed' | 'topicSafe' }
  | { readonly kind: 'range'; min: number; max: number }
export type DraftFaults = Partial<Record<keyof DeviceDraft, DraftFault>>

export function draftFaults(draft: DeviceDraft, gatewayType: GatewayType | undefined): DraftFaults {
  const faults: DraftFaults = {}
  const inRange = (key: 'slaveId' | 'latitude' | 'longitude' | 'period', min: number, max: number): void => {
    const value = draft[key]
    if (value !== '' && !(Number(value) >= min && Number(value) <= max)) faults[key] = { kind: 'range', min, max }
  }
  if (draft.name.trim() === '') faults.name = { kind: 'needed' }
  if (draft.gatewayId === '') faults.gatewayId = { kind: 'needed' }
  const how = addressing(gatewayType)
  if (how === 'slave') {
    if (draft.slaveId === '') faults.slaveId = { kind: 'needed' }
    else inRange('slaveId', gatewayType === 'modbus_tcp' ? 0 : 1, gatewayType === 'modbus_tcp' ? 255 : 247)
  }
  if (how === 'external' && /[/+#\s$]/.test(draft.externalId.trim())) faults.externalId = { kind: 'topicSafe' }
  inRange('latitude', -90, 90)
  inRange('longitude', -180, 180)
  inRange('period', 0.2, 86_400)
  return faults
}

export function bodyOf(draft: DeviceDraft, gatewayType: GatewayType | undefined): DeviceBody {
  const how = addressing(gatewayType)
  const number = (value: number | string): number | null => (value === '' ? null : Number(value))
  return {
    name: draft.name.trim(),
    device_type: draft.type,
    gateway_id: draft.gatewayId,
    slave_id: how === 'slave' ? number(draft.slaveId) : null,
    external_id: how === 'external' ? draft.externalId.trim() || null : null,
    template_id: draft.templateId || null,
    subregion_id: draft.subregionId || null,
    parent_id: draft.parentId || null,
    latitude: number(draft.latitude),
    longitude: number(draft.longitude),
    poll_interval_s: number(draft.period),
  }
}

const WIRE_FIELDS: Readonly<Record<string, keyof DeviceDraft>> = {
  name: 'name',
  device_type: 'type',
  gateway_id: 'gatewayId',
  slave_id: 'slaveId',
  external_id: 'externalId',
  template_id: 'templateId',
  subregion_id: 'subregionId',
  parent_id: 'parentId',
  latitude: 'latitude',
  longitude: 'longitude',
  poll_interval_s: 'period',
}

/** The hub's complaints beside the fields that they are about. */
export function refusedFields(
  fields: readonly { path: string; message: string }[],
): Partial<Record<keyof DeviceDraft, string>> {
  return Object.fromEntries(
    fields.flatMap(({ path, message }) => {
      const key = WIRE_FIELDS[path]
      return key ? [[key, message]] : []
    }),
  )
}

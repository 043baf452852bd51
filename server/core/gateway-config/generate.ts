import type { Gateway } from '../devices/devices.types.ts'
import { fieldPlan } from '../devices/field-plan.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { Templates } from '../devices/templates.ts'
import type { DevicePlan, RegisterSpec, TemplateSpec } from '../outside.ts'
import type { Json } from './canonical.ts'

/**
 * What a gateway has to know to do its work: itself, its devices, how they are read. Nothing in it depends on when or by
 * whom it is asked for, and no secret is in it.
 */
export function generateConfig(gateway: Gateway, inventory: Inventory, templates: Templates): Json {
  const plan = fieldPlan(inventory, templates).find(({ id }) => id === gateway.id)
  const devices = plan?.devices ?? []
  const used = new Map<string, TemplateSpec>()
  for (const { template } of devices) if (template) used.set(template.key, template)
  return {
    schema: 1,
    gateway: {
      name: gateway.name,
      type: gateway.type,
      is_enabled: gateway.isEnabled,
      connection: { ...gateway.connection },
    },
    devices: devices.map((device) => deviceOf(device, inventory)).toSorted(byName),
    templates: [...used.values()].map(templateOf).toSorted(byName),
  }
}

type Named = { readonly [key: string]: Json }

const nameOf = (item: Named): string => String(item.key ?? item.external_id ?? item.slave_id)
const byName = (a: Named, b: Named): number => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0)

const deviceOf = (device: DevicePlan, inventory: Inventory): Named => ({
  // One of the two names it on its gateway.
  ...(device.slaveId === null ? { external_id: device.externalId ?? device.id } : { slave_id: device.slaveId }),
  name: device.name,
  device_type: inventory.devices.get(device.id)?.deviceType ?? 'other',
  poll_interval_s: device.pollIntervalMs / 1000,
  template: device.template?.key ?? null,
})

const templateOf = (template: TemplateSpec): Named => ({
  key: template.key,
  version: template.version,
  limits: {
    max_read: template.limits.maxRead,
    max_gap: template.limits.maxGap,
    min_gap_ms: template.limits.minGapMs,
    forbidden: template.limits.forbidden.map(([from, to]) => [from, to]),
  },
  registers: template.registers.map(registerOf),
})

const registerOf = (register: RegisterSpec): Named => ({
  metric: register.metric,
  table: register.table,
  address: register.address,
  length: register.length,
  type: register.type,
  byte_order: register.byteOrder,
  word_order: register.wordOrder,
  scale: register.scale,
  offset: register.offset,
  scale_register: register.scaleRegister,
  unit: register.unit,
  poll_class: register.pollClass,
})

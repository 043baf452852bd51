import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Inventory } from '../devices/inventory.ts'
import { notFound } from '../errors.ts'
import type { DeviceDiagnostics, Fault, FieldBus, InboxMessage } from '../outside.ts'
import type { Page } from '../page.ts'

export interface InboxEntry {
  readonly id: string
  readonly tenantId: string | null
  readonly gatewayId: string | null
  readonly clientId: string
  readonly topic: string
  readonly reason: string
  readonly sample: string
  readonly count: number
  readonly firstAt: number
  readonly lastAt: number
}

export interface DiagnosticsDeps {
  readonly stores: Stores
  readonly inventory: Inventory
  readonly fieldBus: Pick<FieldBus, 'describe' | 'serialPorts'>
  /** Told after messages of a tenant's gateways went to the inbox. */
  readonly received: (tenantId: string) => void
}

/** What a technician looks at when a device does not answer: faults, poll plan, messages that nobody understood. */
export class Diagnostics {
  readonly #deps: DiagnosticsDeps

  constructor(deps: DiagnosticsDeps) {
    this.#deps = deps
  }

  async faults(actor: Actor, deviceId: string, limit: number): Promise<Page<Fault>> {
    requirePermission(actor, 'devices:read')
    const device = this.#deps.inventory.devices.get(deviceId)
    if (device?.tenantId !== actor.tenantId) throw notFound({ tr: 'Cihaz bulunamadı', en: 'Device not found' })
    return this.#deps.stores.hardware.faultsOf(deviceId, limit)
  }

  async pollPlan(actor: Actor, deviceId: string): Promise<DeviceDiagnostics | null> {
    requirePermission(actor, 'devices:read')
    const device = this.#deps.inventory.devices.get(deviceId)
    if (device?.tenantId !== actor.tenantId) throw notFound({ tr: 'Cihaz bulunamadı', en: 'Device not found' })
    return this.#deps.fieldBus.describe(deviceId)
  }

  async serialPorts(actor: Actor): Promise<readonly { path: string; label: string }[]> {
    requirePermission(actor, 'gateways:write')
    return this.#deps.fieldBus.serialPorts()
  }

  async inbox(actor: Actor, page: { offset: number; limit: number }): Promise<Page<InboxEntry>> {
    requirePermission(actor, 'gateways:read')
    return this.#deps.stores.hardware.inbox(actor.tenantId, page)
  }

  async dismiss(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'gateways:write')
    if (!(await this.#deps.stores.hardware.removeInbox(actor.tenantId, id))) throw notFound()
  }

  /** Messages count up on (client, topic, reason); the newest sample is kept. */
  async receive(messages: readonly InboxMessage[]): Promise<void> {
    const tenants = new Set<string>()
    for (const message of messages) {
      const gateway = message.gatewayId === null ? undefined : this.#deps.inventory.gateways.get(message.gatewayId)
      await this.#deps.stores.hardware.addInbox(message, gateway?.tenantId ?? null)
      if (gateway) tenants.add(gateway.tenantId)
    }
    for (const tenantId of tenants) this.#deps.received(tenantId)
  }

  async note(faults: readonly Fault[]): Promise<void> {
    await this.#deps.stores.hardware.addFaults(faults)
  }
}

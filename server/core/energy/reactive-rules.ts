import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import { notFound } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Clock } from '../outside.ts'
import type { Transact } from '../transact.ts'
import { ownDevice } from './asked.ts'
import type { ReactiveLimit, ReactiveRule } from './energy.types.ts'
import type { Meters } from './meters.ts'
import { BUILT_IN_RULE, inForce, type LimitsInForce, limitsFor } from './reactive-limits.ts'

export interface ReactiveRulesDeps {
  readonly stores: Pick<Stores, 'energy'>
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly inventory: Inventory
  readonly meters: Meters
  /** Told after a change is committed. */
  readonly changed: (tenantId: string) => void
}

export type LimitDraft = Omit<ReactiveLimit, 'id' | 'tenantId' | 'createdAt'>
export type RuleDraft = ReactiveRule & { readonly validFrom: number }

/** Limits of billing meters and the distributor's rule, each in force from a day on. */
export class ReactiveRules {
  readonly #deps: ReactiveRulesDeps

  constructor(deps: ReactiveRulesDeps) {
    this.#deps = deps
  }

  /** Newest day first. */
  async limits(actor: Actor, deviceId: string | null): Promise<readonly ReactiveLimit[]> {
    requirePermission(actor, 'measurements:read')
    const all = await this.#deps.stores.energy.limits(actor.tenantId)
    return deviceId === null ? all : all.filter((limit) => limit.deviceId === deviceId)
  }

  async addLimit(actor: Actor, draft: LimitDraft): Promise<ReactiveLimit> {
    requirePermission(actor, 'energy:write')
    ownDevice(this.#deps.inventory, actor, draft.deviceId)
    const limit: ReactiveLimit = { ...draft, id: newId(), tenantId: actor.tenantId, createdAt: this.#deps.clock.now() }
    await this.#write(actor, 'create', 'reactive_limit', limit.id, { ...draft }, (stores) =>
      stores.energy.addLimit(limit),
    )
    return limit
  }

  async removeLimit(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'energy:write')
    const limit = (await this.#deps.stores.energy.limits(actor.tenantId)).find((each) => each.id === id)
    if (!limit) throw notFound({ tr: 'Sınır kaydı bulunamadı', en: 'The limit was not found' })
    const detail = { deviceId: limit.deviceId, validFrom: limit.validFrom }
    await this.#write(actor, 'delete', 'reactive_limit', id, detail, (stores) => stores.energy.removeLimit(id))
  }

  /** Newest day first; the last one is built in. */
  async rules(actor: Actor): Promise<readonly ReactiveRule[]> {
    requirePermission(actor, 'measurements:read')
    return this.#rules(actor.tenantId)
  }

  async setRule(actor: Actor, { validFrom, ...body }: RuleDraft): Promise<ReactiveRule> {
    requirePermission(actor, 'energy:write')
    const now = this.#deps.clock.now()
    await this.#write(actor, 'update', 'reactive_rule', null, { validFrom, ...body }, (stores) =>
      stores.energy.saveDated(actor.tenantId, 'reactive_rule', { validFrom, body }, now),
    )
    return { validFrom, ...body }
  }

  /** What applied to a device at an instant. */
  async limitsOf(device: Device, at: number): Promise<LimitsInForce> {
    const own = (await this.#deps.stores.energy.limits(device.tenantId)).filter((limit) => limit.deviceId === device.id)
    const rule = inForce(await this.#rules(device.tenantId), at) ?? BUILT_IN_RULE
    return limitsFor(inForce(own, at), rule)
  }

  /** A meter of the distributor: one with limits of its own, or one at the top of the site. */
  async isBillingMeter(device: Device): Promise<boolean> {
    const limits = await this.#deps.stores.energy.limits(device.tenantId)
    if (limits.some(({ deviceId }) => deviceId === device.id)) return true
    return this.#deps.meters.incomers(device.tenantId).some(({ id }) => id === device.id)
  }

  /** Those with limits recorded; where there are none, the meters at the top. */
  async billingMeters(actor: Actor): Promise<readonly Device[]> {
    requirePermission(actor, 'measurements:read')
    const recorded = new Set((await this.#deps.stores.energy.limits(actor.tenantId)).map(({ deviceId }) => deviceId))
    const found = [...recorded].flatMap((id) => this.#deps.inventory.devices.get(id) ?? [])
    return found.length > 0 ? found : this.#deps.meters.incomers(actor.tenantId)
  }

  async #rules(tenantId: string): Promise<readonly ReactiveRule[]> {
    const recorded = await this.#deps.stores.energy.dated(tenantId, 'reactive_rule')
    // Only setRule writes these bodies, and it checks them.
    const own = recorded.map(({ validFrom, body }) => ({
      ...BUILT_IN_RULE,
      ...(body as Partial<ReactiveRule>),
      validFrom,
    }))
    return [...own, BUILT_IN_RULE]
  }

  async #write(
    actor: Actor,
    action: string,
    entity: string,
    entityId: string | null,
    detail: Record<string, unknown>,
    run: (stores: Stores) => Promise<void>,
  ): Promise<void> {
    await this.#deps.transact(async (stores) => {
      await run(stores)
      await this.#deps.audit.append(stores, { tenantId: actor.tenantId, actor, action, entity, entityId, detail })
    })
    this.#deps.changed(actor.tenantId)
  }
}

import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import { notFound } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Page } from '../page.ts'
import type { Policy, PolicyDraft, Target } from './alarm.types.ts'
import type { AlarmDeps, AlarmEngine } from './engine.ts'
import { type Judgement, judgementOf } from './judgement.ts'
import { checkPolicy } from './policy.ts'

const NO_POLICY = { tr: 'Alarm kuralı bulunamadı', en: 'Alarm policy not found' }

type PolicyDeps = Pick<AlarmDeps, 'stores' | 'transact' | 'audit' | 'clock' | 'inventory' | 'changed'>
type Takeover = Pick<AlarmEngine, 'rulesOf' | 'reloadPolicy'>
type ListArguments = Parameters<Stores['policies']['list']>

/** What is an alarm: the policies, and whom they judge. */
export class AlarmPolicies {
  readonly #deps: PolicyDeps
  readonly #engine: Takeover

  /** @param engine takes over what is committed, one change at a time */
  constructor(deps: PolicyDeps, engine: Takeover) {
    this.#deps = deps
    this.#engine = engine
  }

  async list(actor: Actor, filters: ListArguments[1], page: ListArguments[2]): Promise<Page<Policy>> {
    requirePermission(actor, 'alarms:read')
    return this.#deps.stores.policies.list(actor.tenantId, filters, page)
  }

  async get(actor: Actor, id: string): Promise<Policy> {
    requirePermission(actor, 'alarms:read')
    return this.#policy(this.#deps.stores, actor, id)
  }

  /** Whom a policy judges at present, and whom it cannot. */
  async judgement(actor: Actor, id: string): Promise<Judgement> {
    requirePermission(actor, 'alarms:read')
    await this.#policy(this.#deps.stores, actor, id)
    return judgementOf(this.#engine.rulesOf(id))
  }

  async add(actor: Actor, draft: PolicyDraft): Promise<Policy> {
    requirePermission(actor, 'alarms:write')
    checkPolicy(draft)
    this.#requireTarget(actor, draft.target)
    const now = this.#deps.clock.now()
    const policy: Policy = { ...draft, id: newId(), tenantId: actor.tenantId, createdAt: now, updatedAt: now }
    await this.#write(actor, 'create', policy.id, { ...draft }, (stores) => stores.policies.save(policy))
    return policy
  }

  /** Incidents that stand go on under the new limits; a policy that now judges something else closes them. */
  async change(actor: Actor, id: string, change: Partial<PolicyDraft>): Promise<Policy> {
    requirePermission(actor, 'alarms:write')
    const before = await this.#policy(this.#deps.stores, actor, id)
    // Strictly later than before, because the evaluator tells a changed policy by this time.
    const updatedAt = Math.max(this.#deps.clock.now(), before.updatedAt + 1)
    const policy: Policy = { ...before, ...change, updatedAt }
    checkPolicy(policy)
    this.#requireTarget(actor, policy.target)
    await this.#write(actor, 'update', id, { ...change }, async (stores) => {
      await this.#policy(stores, actor, id)
      await stores.policies.save(policy)
    })
    return policy
  }

  /** Its open incidents are closed by the system with a note. */
  async remove(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'alarms:write')
    const policy = await this.#policy(this.#deps.stores, actor, id)
    await this.#write(actor, 'delete', id, { name: policy.name }, (stores) => stores.policies.remove(id))
  }

  async #policy(stores: Stores, actor: Actor, id: string): Promise<Policy> {
    const policy = await stores.policies.get(actor.tenantId, id)
    if (!policy) throw notFound(NO_POLICY)
    return policy
  }

  async #write(
    actor: Actor,
    action: string,
    entityId: string,
    detail: Record<string, unknown>,
    run: (stores: Stores) => Promise<void>,
  ): Promise<void> {
    await this.#deps.transact(async (stores) => {
      await run(stores)
      const entity = 'alarm_policy'
      await this.#deps.audit.append(stores, { tenantId: actor.tenantId, actor, action, entity, entityId, detail })
    })
    await this.#engine.reloadPolicy(actor.tenantId, entityId)
    this.#deps.changed('alarm_policy', actor.tenantId)
  }

  /** What belongs to another tenant is as unknown as what does not exist. */
  #requireTarget(actor: Actor, target: Target): void {
    const { inventory } = this.#deps
    if (target.kind === 'device_type') return
    const found = {
      device: inventory.devices,
      subregion: inventory.subregions,
      region: inventory.regions,
    }[target.kind].get(target.value)
    if (found?.tenantId !== actor.tenantId)
      throw notFound({ tr: 'İzlenecek hedef bulunamadı', en: 'The target to watch was not found' })
  }
}

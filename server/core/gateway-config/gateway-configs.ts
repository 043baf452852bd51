import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import type { CommandBus } from '../control/command-bus.ts'
import type { Gateway } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { Templates } from '../devices/templates.ts'
import { AppError, notFound, ruleViolation } from '../errors.ts'
import { newId } from '../ids.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import type { Clock, GatewayLink, GatewayReport, Log } from '../outside.ts'
import type { Page } from '../page.ts'
import type { Transact } from '../transact.ts'
import { configHash, type Json } from './canonical.ts'
import { type ConfigState, isPushOver, type PushAction, pushStep } from './config.states.ts'
import type { ConfigPreview, ConfigPush, ConfigReport } from './config.types.ts'
import { readConfigReport } from './config-report.ts'
import { differences } from './diff.ts'
import { generateConfig } from './generate.ts'

export interface GatewayConfigsDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly log: Log
  readonly inventory: Inventory
  readonly templates: Templates
  readonly commandBus: Pick<CommandBus, 'publish' | 'requireFree'>
  readonly changed: (tenantId: string) => void
}

export const CONFIG_REPORT_TOPIC = 'config/reported'
const CONFIG_TOPIC = 'config/set'
/** What a gateway that has said nothing is compared with. */
const NOTHING: Json = { gateway: { connection: {} }, devices: [], templates: [] }
/** A gateway that has not answered by then runs on with a configuration that nobody vouches for. */
const ANSWER_MS = 60_000
const QUEUE_MS = 24 * 3_600_000

/** Configurations of gateways: what they should run, what they say they run, and the way from one to the other. */
export class GatewayConfigs {
  readonly #deps: GatewayConfigsDeps
  readonly #turns: OneAtATime

  constructor(deps: GatewayConfigsDeps) {
    this.#deps = deps
    this.#turns = new OneAtATime('gateway configuration', deps.log)
  }

  async preview(actor: Actor, gatewayId: string): Promise<ConfigPreview> {
    requirePermission(actor, 'gateways:read')
    return this.#preview(this.#own(actor, gatewayId))
  }

  /** How every gateway stands, for lists. */
  async states(actor: Actor): Promise<ReadonlyMap<string, ConfigState>> {
    requirePermission(actor, 'gateways:read')
    const states = new Map<string, ConfigState>()
    for (const gateway of this.#deps.inventory.gateways.values()) {
      if (gateway.tenantId !== actor.tenantId) continue
      states.set(gateway.id, (await this.#preview(gateway)).state)
    }
    return states
  }

  async history(actor: Actor, gatewayId: string, page: { offset: number; limit: number }): Promise<Page<ConfigPush>> {
    requirePermission(actor, 'gateways:read')
    return this.#deps.stores.gatewayConfigs.pushes(this.#own(actor, gatewayId).id, page)
  }

  /**
   * Sends what the gateway should run; it waits for a gateway that is away. One that the hub polls has nothing to be
   * sent: every change is in force at once.
   * @throws AppError STATE_CONFLICT with LOTO_ACTIVE when a device of the gateway is locked out
   */
  async sync(actor: Actor, gatewayId: string): Promise<ConfigPreview> {
    requirePermission(actor, 'gateways:write')
    const { inventory, templates, commandBus } = this.#deps
    const gateway = this.#own(actor, gatewayId)
    if (appliedBy(gateway) === 'hub') return this.#preview(gateway)
    if (!gateway.isEnabled)
      throw ruleViolation({
        tr: 'Ağ geçidi kapalı; önce etkinleştirin',
        en: 'The gateway is disabled; enable it first',
      })
    await commandBus.requireFree({ tenantId: gateway.tenantId, gatewayId })
    const push = await this.#queue(gateway, generateConfig(gateway, inventory, templates), actor, null)
    await this.#send(push)
    return this.#preview(gateway)
  }

  /** What a gateway says that it runs: the answer to a push, or news of its own. */
  report(report: GatewayReport): Promise<void> {
    return this.#turns.run(() => this.#reported(report))
  }

  links(links: readonly GatewayLink[]): Promise<void> {
    return this.#turns.run(() => this.#linked(links))
  }

  /** Deadlines, and what waits for a lock. */
  tick(): Promise<void> {
    return this.#turns.run(() => this.#watch())
  }

  async #reported({ gatewayId, payload, at }: GatewayReport): Promise<void> {
    const { transact, inventory, log, changed } = this.#deps
    const gateway = inventory.gateways.get(gatewayId)
    const reported = readConfigReport(payload)
    if (!gateway) return
    if (reported === null) return log.debug({ gatewayId }, 'reported configuration not understood')
    await transact(async (stores) => {
      // A report of an error tells what the gateway refused, not what it runs.
      const { version, hash, config, error } = reported
      if (error === null) await stores.gatewayConfigs.saveReport({ gatewayId, version, hash, config, reportedAt: at })
      const push = await stores.gatewayConfigs.openPush(gatewayId)
      if (!push) return
      if (reported.id !== push.id && hash !== push.hash) return
      if (error === null && hash === push.hash) await this.#step(stores, push, 'acknowledge')
      else await this.#step(stores, push, 'refuse', { error: error ?? `it runs ${hash.slice(0, 12)}` })
    })
    changed(gateway.tenantId)
  }

  async #linked(links: readonly GatewayLink[]): Promise<void> {
    for (const { gatewayId, isOnline } of links) {
      const push = isOnline ? await this.#deps.stores.gatewayConfigs.openPush(gatewayId) : null
      // Whether a gateway that went away took the message along, nobody knows: saying it twice does no harm.
      if (push) await this.#send(push)
    }
  }

  async #watch(): Promise<void> {
    const { stores, clock, inventory } = this.#deps
    const now = clock.now()
    for (const push of await stores.gatewayConfigs.openPushes()) {
      const isLate = push.deadlineAt !== null && push.deadlineAt <= now
      if (push.state === 'queued' && isLate) await this.#settle(push, 'expire')
      else if (push.state === 'queued' && inventory.gateways.get(push.gatewayId)?.isOnline) await this.#send(push)
      else if (push.state === 'sent' && isLate) await this.#rollBack(push)
    }
  }

  async #preview(gateway: Gateway): Promise<ConfigPreview> {
    const { stores, inventory, templates } = this.#deps
    const config = generateConfig(gateway, inventory, templates)
    const hash = configHash(config)
    const last = await stores.gatewayConfigs.lastPush(gateway.id)
    const desired = { version: versionFor(hash, last), hash, config }
    if (appliedBy(gateway) === 'hub')
      return {
        gatewayId: gateway.id,
        appliedBy: 'hub',
        state: 'in_sync',
        desired,
        reported: { version: desired.version, hash, config, reportedAt: null },
        differences: [],
        push: null,
      }
    const report = await stores.gatewayConfigs.report(gateway.id)
    const known = report && (report.config ?? (await stores.gatewayConfigs.configByHash(gateway.id, report.hash)))
    return {
      gatewayId: gateway.id,
      appliedBy: 'gateway',
      state: stateOf(hash, last, report),
      desired,
      reported: report && { version: report.version, hash: report.hash, config: known, reportedAt: report.reportedAt },
      differences: report?.hash === hash ? [] : report && known === null ? null : differences(known ?? NOTHING, config),
      push: last,
    }
  }

  async #queue(gateway: Gateway, config: Json, actor: Actor | null, rollbackOf: string | null): Promise<ConfigPush> {
    const { transact, clock, audit } = this.#deps
    return transact(async (stores) => {
      const last = await stores.gatewayConfigs.lastPush(gateway.id)
      if (last && !isPushOver(last.state)) await this.#step(stores, last, 'supersede')
      const now = clock.now()
      const push: ConfigPush = {
        id: newId(),
        tenantId: gateway.tenantId,
        gatewayId: gateway.id,
        version: (last?.version ?? 0) + 1,
        hash: configHash(config),
        config,
        state: 'queued',
        waitsFor: 'gateway',
        error: null,
        rollbackOf,
        createdAt: now,
        createdBy: actor?.userId ?? null,
        sentAt: null,
        deadlineAt: now + QUEUE_MS,
        finishedAt: null,
      }
      await stores.gatewayConfigs.save(push)
      await audit.append(stores, {
        tenantId: gateway.tenantId,
        actor,
        action: rollbackOf === null ? 'push_config' : 'roll_back_config',
        entity: 'gateway',
        entityId: gateway.id,
        detail: { push_id: push.id, version: push.version, hash: push.hash, rollback_of: rollbackOf },
      })
      return push
    })
  }

  async #send(push: ConfigPush): Promise<void> {
    const { commandBus, clock, changed, transact } = this.#deps
    const { tenantId, gatewayId } = push
    const body = { id: push.id, version: push.version, hash: push.hash, config: push.config }
    const payload = JSON.stringify(push.rollbackOf === null ? body : { ...body, rollback_of: push.rollbackOf })
    const sent = await commandBus
      .publish({ tenantId, gatewayId, topic: CONFIG_TOPIC, payload, isRetained: false })
      .catch((error: unknown) => {
        if (error instanceof AppError) return 'lockout' as const
        throw error
      })
    await transact(async (stores) => {
      const now = await stores.gatewayConfigs.push(push.id)
      if (!now || isPushOver(now.state)) return
      const isSent = sent !== 'lockout' && sent.isConnected
      if (isSent) {
        const at = clock.now()
        await this.#step(stores, now, 'send', { sentAt: at, deadlineAt: at + ANSWER_MS, waitsFor: null })
      } else if (now.state === 'queued')
        await stores.gatewayConfigs.save({ ...now, waitsFor: sent === 'lockout' ? 'lockout' : 'gateway' })
    })
    changed(tenantId)
  }

  /** No answer: the last one that the gateway acknowledged is sent again, and everybody can see that it was. */
  async #rollBack(push: ConfigPush): Promise<void> {
    const { stores, inventory } = this.#deps
    await this.#settle(push, 'give_up')
    const gateway = inventory.gateways.get(push.gatewayId)
    const good = await stores.gatewayConfigs.lastAcknowledged(push.gatewayId)
    // One that undoes is not undone: that would go round for ever.
    if (!gateway || !good || push.rollbackOf !== null) return
    await this.#send(await this.#queue(gateway, good.config, null, push.id))
  }

  async #settle(push: ConfigPush, action: PushAction): Promise<void> {
    await this.#deps.transact(async (stores) => {
      const now = await stores.gatewayConfigs.push(push.id)
      if (now) await this.#step(stores, now, action)
    })
    this.#deps.changed(push.tenantId)
  }

  async #step(
    stores: Stores,
    push: ConfigPush,
    action: PushAction,
    detail: Partial<Pick<ConfigPush, 'sentAt' | 'deadlineAt' | 'waitsFor' | 'error'>> = {},
  ): Promise<void> {
    const state = pushStep(push.state, action)
    if (state === null) return
    const over = isPushOver(state)
    const end = { finishedAt: this.#deps.clock.now(), deadlineAt: null, waitsFor: null }
    await stores.gatewayConfigs.save({ ...push, ...detail, ...(over && end), state })
  }

  #own(actor: Actor, id: string): Gateway {
    const gateway = this.#deps.inventory.gateways.get(id)
    if (gateway?.tenantId !== actor.tenantId) throw notFound({ tr: 'Ağ geçidi bulunamadı', en: 'Gateway not found' })
    return gateway
  }
}

const appliedBy = ({ type }: Gateway): 'gateway' | 'hub' => (type === 'mqtt' ? 'gateway' : 'hub')

const versionFor = (hash: string, last: ConfigPush | null): number =>
  last === null ? 1 : last.hash === hash ? last.version : last.version + 1

/** Desired against reported first: a gateway that runs what it should is in order, however it came there. */
function stateOf(hash: string, last: ConfigPush | null, report: ConfigReport | null): ConfigState {
  if (report?.hash === hash) return 'in_sync'
  if (last && !isPushOver(last.state) && last.rollbackOf === null) return 'pending'
  const isLastTry = last !== null && (last.hash === hash || last.rollbackOf !== null)
  if (isLastTry && last.state !== 'superseded') return 'failed'
  return report === null ? 'never_reported' : 'drifted'
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import type { Gateway } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import { AppError, invalid } from '../errors.ts'
import type { Clock, GatewayLink } from '../outside.ts'
import type { Transact } from '../transact.ts'
import { isSame, learn, presenceOf, type SessionEvent, UNKNOWN_SESSION } from './session-truth.ts'

export interface GatewayPresenceDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly inventory: Inventory
  readonly lastSeen: (deviceId: string) => number | null
  readonly linked: (links: readonly GatewayLink[]) => Promise<void>
  /** Whether an address is in a list of addresses and networks. */
  readonly isListed: (address: string, list: readonly string[]) => boolean
  readonly isAddressOrNetwork: (text: string) => boolean
}

export interface WebhookSettings {
  readonly secret: string
  /** Addresses and networks (CIDR) from which events are taken. */
  readonly allowed: readonly string[]
}

export type BrokerEvent = SessionEvent & {
  readonly clientId: string
  readonly reason: string | null
}

/** `applied`: it changed what is known. `stale`: it was known, or is older than what is. `ignored`: not about a gateway. */
export type Reception = 'applied' | 'stale' | 'ignored'

const SETTING = 'broker-webhooks'
const LOOPBACK = ['127.0.0.0/8', '::1']
/** Another connection took the client id over: the client is not gone. */
const NOT_AN_END: ReadonlySet<string> = new Set(['takenover', 'discarded'])
/** A gateway that was said to be there and is not heard for so long has left without anybody saying so. */
export const SILENT_MS = 5 * 60_000

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** What an external broker (EMQX) says of its clients by webhook. */
export class GatewayPresence {
  readonly #deps: GatewayPresenceDeps

  constructor(deps: GatewayPresenceDeps) {
    this.#deps = deps
  }

  /** Makes this install's secret once. */
  async start(): Promise<void> {
    const { transact } = this.#deps
    await transact(async (stores) => {
      if (!(await stores.settings.get<WebhookSettings>(SETTING)))
        await stores.settings.put(SETTING, { secret: newSecret(), allowed: LOOPBACK })
    })
  }

  async settings(actor: Actor): Promise<WebhookSettings> {
    requirePermission(actor, 'users:write')
    return this.#settings(this.#deps.stores)
  }

  /** After a new secret the old one is worth nothing. */
  async changeSettings(
    actor: Actor,
    change: { readonly renewSecret?: boolean; readonly allowed?: readonly string[] },
  ): Promise<WebhookSettings> {
    requirePermission(actor, 'users:write')
    const { transact, audit, isAddressOrNetwork } = this.#deps
    const wrong = change.allowed?.find((entry) => !isAddressOrNetwork(entry))
    if (wrong !== undefined)
      throw invalid({
        tr: `“${wrong}” bir IP adresi ya da ağ değil (örnek: 10.0.0.0/24)`,
        en: `“${wrong}” is no IP address and no network (example: 10.0.0.0/24)`,
      })
    return transact(async (stores) => {
      const before = await this.#settings(stores)
      const after: WebhookSettings = {
        secret: change.renewSecret ? newSecret() : before.secret,
        allowed: change.allowed ?? before.allowed,
      }
      await stores.settings.put(SETTING, after)
      await audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'update',
        entity: 'broker_webhooks',
        entityId: null,
        detail: { allowed: after.allowed, is_secret_new: change.renewSecret ?? false },
      })
      return after
    })
  }

  /** @throws AppError PERMISSION_DENIED from an address that is not listed, TOKEN_* without the secret */
  async receive(event: BrokerEvent, from: { readonly ip: string; readonly secret: string | null }): Promise<Reception> {
    const { stores, transact, inventory, clock, isListed } = this.#deps
    const { secret, allowed } = await this.#settings(stores)
    if (!isListed(from.ip, allowed)) throw new AppError('PERMISSION_DENIED')
    if (from.secret === null) throw new AppError('TOKEN_MISSING')
    if (!timingSafeEqual(digest(from.secret), digest(secret))) throw new AppError('TOKEN_INVALID')

    const gateway = gatewayOf(inventory, event.clientId)
    if (!gateway || (event.kind === 'disconnected' && NOT_AN_END.has(event.reason ?? ''))) return 'ignored'
    const isNews = await transact(async (within) => {
      const before = (await within.presence.session(event.clientId)) ?? UNKNOWN_SESSION
      const after = learn(before, event)
      if (isSame(before, after)) return false
      await within.presence.save(event.clientId, after, event.reason, clock.now())
      return true
    })
    if (!isNews) return 'stale'
    const truth = await stores.presence.session(event.clientId)
    const presence = truth && presenceOf(truth)
    if (!presence || presence.isOnline === gateway.isOnline) return 'applied'
    // Heard after it is said to have left: it is there, whatever the broker says.
    if (!presence.isOnline && this.#heardAt(gateway) > presence.since) return 'applied'
    await this.#tell(gateway, presence.isOnline, presence.since, event.reason)
    return 'applied'
  }

  /** Events get lost: what is heard is there, and what has been silent too long is not. */
  async reconcile(): Promise<void> {
    const { stores, inventory, clock } = this.#deps
    for (const { clientId, heardAt, ...truth } of await stores.presence.all()) {
      const gateway = gatewayOf(inventory, clientId)
      const presence = presenceOf(truth)
      if (!gateway || !presence) continue
      const heard = this.#heardAt(gateway)
      if (!presence.isOnline && !gateway.isOnline && heard > Math.max(presence.since, heardAt))
        await this.#tell(gateway, true, heard, null)
      const silentSince = Math.max(heard, presence.since, heardAt)
      if (presence.isOnline && gateway.isOnline && clock.now() - silentSince > SILENT_MS)
        await this.#tell(gateway, false, silentSince, 'not heard')
    }
  }

  #heardAt(gateway: Gateway): number {
    const { inventory, lastSeen } = this.#deps
    return Math.max(0, ...inventory.devicesOfGateway(gateway.id).map(({ id }) => lastSeen(id) ?? 0))
  }

  #tell({ id: gatewayId }: Gateway, isOnline: boolean, since: number, reason: string | null): Promise<void> {
    return this.#deps.linked([{ gatewayId, isOnline, since, cause: isOnline ? null : (reason ?? 'broker') }])
  }

  async #settings(stores: Stores): Promise<WebhookSettings> {
    const settings = await stores.settings.get<WebhookSettings>(SETTING)
    if (!settings) throw new Error('webhook settings are missing')
    return settings
  }
}

const newSecret = (): string => randomBytes(32).toString('base64url')

const gatewayOf = (inventory: Inventory, clientId: string): Gateway | null =>
  [...inventory.gateways.values()].find(
    ({ type, connection }) => type === 'mqtt' && connection.client_id === clientId,
  ) ?? null

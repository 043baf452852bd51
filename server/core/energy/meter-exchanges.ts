import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import type { Inventory } from '../devices/inventory.ts'
import { ruleViolation } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Clock } from '../outside.ts'
import type { TelemetryStore } from '../telemetry/store.ts'
import type { Transact } from '../transact.ts'
import { ownDevice } from './asked.ts'
import type { MeterExchange } from './energy.types.ts'
import { type ExchangeBook, readingsOf } from './exchange-book.ts'
import type { Meters } from './meters.ts'
import { mostIn } from './plausible.ts'

export interface MeterExchangesDeps {
  readonly stores: Pick<Stores, 'energy'>
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly inventory: Inventory
  readonly store: Pick<TelemetryStore, 'append' | 'around'>
  readonly exchanges: ExchangeBook
  readonly meters: Pick<Meters, 'has'>
  /** A counter starts anew: what comes next is judged from here. */
  readonly rebased: (deviceId: string, metric: string, at: number, index: number) => void
  readonly changed: (tenantId: string) => void
}

export type ExchangeDraft = Pick<MeterExchange, 'at' | 'metric' | 'oldEndIndex' | 'newStartIndex' | 'note'>

/** Rounding of a meter's display, in Wh or varh. */
const DISPLAY_STEP = 1_000
/** The samples on both sides must still be there to be told apart: they are kept for longer than this. */
const LONGEST_AGO_MS = 366 * 86_400_000

/** Meters replaced, and indexes that somebody set. Append-only: a mistake is put right by recording it again. */
export class MeterExchanges {
  readonly #deps: MeterExchangesDeps

  constructor(deps: MeterExchangesDeps) {
    this.#deps = deps
  }

  /** Newest record first; one that was recorded again at the same instant is superseded. */
  list(actor: Actor, deviceId: string): readonly (MeterExchange & { readonly isSuperseded: boolean })[] {
    requirePermission(actor, 'measurements:read')
    ownDevice(this.#deps.inventory, actor, deviceId)
    const { exchanges } = this.#deps
    return exchanges
      .recorded(deviceId)
      .map((exchange) => ({ ...exchange, isSuperseded: !exchanges.of(deviceId, exchange.metric).includes(exchange) }))
  }

  /** @throws AppError BUSINESS_RULE_VIOLATION when the indexes do not fit what was read before and after */
  async record(actor: Actor, deviceId: string, draft: ExchangeDraft): Promise<MeterExchange> {
    requirePermission(actor, 'energy:write')
    const { inventory, clock, store, exchanges, meters } = this.#deps
    const device = ownDevice(inventory, actor, deviceId)
    const now = clock.now()
    if (draft.at > now || draft.at < now - LONGEST_AGO_MS)
      throw ruleViolation({
        tr: 'Değişim zamanı gelecekte veya bir yıldan eski olamaz',
        en: 'An exchange cannot lie in the future or more than a year back',
      })
    if (!meters.has(device, draft.metric))
      throw ruleViolation({ tr: 'Cihazın böyle bir sayacı yok', en: 'The device has no such counter' })
    await this.#requireFit(deviceId, mostIn(device), draft)
    const exchange: MeterExchange = {
      ...draft,
      id: newId(),
      tenantId: actor.tenantId,
      deviceId,
      createdAt: now,
      createdBy: actor.email,
    }
    await this.#deps.transact(async (stores) => {
      await stores.energy.addExchange(exchange)
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'create',
        entity: 'meter_exchange',
        entityId: exchange.id,
        detail: { device_id: deviceId, ...draft },
      })
    })
    exchanges.add(exchange)
    await store.append(
      readingsOf(exchange).map(({ at, value }) => ({
        deviceId,
        at,
        values: { [exchange.metric]: value },
        quality: 'good' as const,
      })),
      now,
    )
    this.#deps.rebased(deviceId, exchange.metric, exchange.at, exchange.newStartIndex)
    this.#deps.changed(actor.tenantId)
    return exchange
  }

  /** Each index must follow from the reading on its side, by no more than the meter can count in the time between. */
  async #requireFit(deviceId: string, most: (durationMs: number) => number, draft: ExchangeDraft): Promise<void> {
    const { at, metric, oldEndIndex, newStartIndex } = draft
    // The two readings of an exchange that is being recorded again do not count.
    const [older, newer] = await this.#deps.store.around(deviceId, metric, [at - 2, at])
    const before = older?.before ?? null
    const after = newer?.after ?? null
    const steps = [
      before && { gap: at - before.at, step: oldEndIndex - before.value, read: before.value, isOld: true },
      after && { gap: after.at - at, step: after.value - newStartIndex, read: after.value, isOld: false },
    ]
    for (const each of steps) {
      if (!each || (each.step >= -DISPLAY_STEP && each.step <= most(each.gap) + DISPLAY_STEP)) continue
      const index = (each.read / 1000).toFixed(1)
      throw ruleViolation(
        each.isOld
          ? {
              tr: `Eski sayacın son endeksi, önceki okumayla (${index}) bağdaşmıyor`,
              en: `The old meter's last index does not follow from the reading before it (${index})`,
            }
          : {
              tr: `Yeni sayacın ilk endeksi, sonraki okumayla (${index}) bağdaşmıyor`,
              en: `The reading after it (${index}) does not follow from the new meter's first index`,
            },
      )
    }
  }
}

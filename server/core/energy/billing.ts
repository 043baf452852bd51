import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import { ruleViolation, type Words } from '../errors.ts'
import type { Clock } from '../outside.ts'
import type { Transact } from '../transact.ts'
import { ownDevice, type Span } from './asked.ts'
import { berthsOf } from './berths.ts'
import { type BillLine, linesOf, round } from './bill-lines.ts'
import { isWhole, type MeterExchange, type Tariff } from './energy.types.ts'
import type { ExchangeBook } from './exchange-book.ts'
import type { IndexReading, Meters } from './meters.ts'
import { daysIn, monthOf, monthSpan } from './periods.ts'

export interface BillingDeps {
  readonly stores: Pick<Stores, 'energy'>
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly inventory: Inventory
  readonly meters: Meters
  readonly exchanges: ExchangeBook
  readonly timeZoneOf: (device: Device) => Promise<string>
  readonly changed: (tenantId: string) => void
}

export interface BillNote {
  readonly code: string
  readonly words: Words
}

export interface Bill {
  readonly device: Device
  readonly berths: readonly string[]
  readonly period: Span & {
    readonly month: string
    readonly measuredUntil: number
    readonly isCurrent: boolean
    readonly timeZone: string
  }
  /** Wh. */
  readonly startIndex: number | null
  readonly endIndex: number | null
  readonly energy: number | null
  readonly exchanges: readonly MeterExchange[]
  readonly lines: readonly BillLine[]
  readonly days: number
  readonly standingPerDay: number | null
  readonly standingAmount: number | null
  readonly currency: string | null
  readonly amount: number | null
  readonly isFinal: boolean
  readonly isEstimated: boolean
  readonly notes: readonly BillNote[]
}

const METRIC = 'energy_import'
const HOUR_MS = 3_600_000
/** An index interpolated between readings further apart than this is an estimate. */
const NEAR_MS = HOUR_MS

/** What a berth's meter counted in a month and what it costs: from indexes, never from a sum of estimates. */
export class Billing {
  readonly #deps: BillingDeps

  constructor(deps: BillingDeps) {
    this.#deps = deps
  }

  /** Newest day first. */
  async tariffs(actor: Actor): Promise<readonly Tariff[]> {
    requirePermission(actor, 'measurements:read')
    return this.#tariffs(actor.tenantId)
  }

  async setTariff(actor: Actor, tariff: Tariff): Promise<Tariff> {
    requirePermission(actor, 'energy:write')
    const { validFrom, ...body } = tariff
    await this.#deps.transact(async (stores) => {
      await stores.energy.saveDated(actor.tenantId, 'tariff', { validFrom, body }, this.#deps.clock.now())
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'update',
        entity: 'tariff',
        entityId: null,
        detail: { ...tariff },
      })
    })
    this.#deps.changed(actor.tenantId)
    return tariff
  }

  /** @throws AppError BUSINESS_RULE_VIOLATION when the device has no energy index to bill */
  async bill(actor: Actor, deviceId: string, wantedMonth: string | null): Promise<Bill> {
    requirePermission(actor, 'measurements:read')
    const { inventory, meters, exchanges, clock } = this.#deps
    const device = ownDevice(inventory, actor, deviceId)
    if (!meters.has(device, METRIC))
      throw ruleViolation({
        tr: 'Cihazın faturalanacak enerji endeksi yok',
        en: 'The device has no energy index to bill',
      })
    const timeZone = await this.#deps.timeZoneOf(device)
    const now = clock.now()
    const month = wantedMonth ?? monthOf(timeZone, now)
    const { start, end } = monthSpan(timeZone, month)
    const until = Math.max(start, Math.min(end, now))
    const tariffs = await this.#tariffs(device.tenantId)
    const edges = [start, ...changesWithin(tariffs, start, until), until]
    const indexes = await meters.indexes(device, METRIC, edges)
    const amounts = until > start ? await meters.energy(device, METRIC, edges) : []
    const swaps = exchanges.of(deviceId, METRIC).filter(({ at }) => at >= start && at < until)
    const lines = linesOf(edges, indexes, amounts, tariffs)
    const [first, last] = [indexes[0], indexes.at(-1)]
    const isWholeMonth = amounts.length > 0 && amounts.every(isWhole)
    const energy = isWholeMonth ? sumOf(lines.map((line) => line.energy)) : null
    const days = daysIn(timeZone, { start, end: until })
    const tariff = tariffs.find(({ validFrom }) => validFrom < Math.max(until, start + 1)) ?? null
    const standing = tariff ? standingOf(timeZone, edges, tariffs) : null
    const charged = sumOf(lines.map((line) => line.amount))
    const isEstimated = isWholeMonth && [first, last].some((reading, i) => isFar(reading, edges.at(-i) ?? 0))
    return {
      device,
      berths: berthsOf(inventory, device),
      period: { month, start, end, measuredUntil: until, isCurrent: start <= now && now < end, timeZone },
      startIndex: first?.index ?? null,
      endIndex: last?.index ?? null,
      energy,
      exchanges: swaps,
      lines,
      days,
      standingPerDay: tariff?.standingPerDay ?? null,
      standingAmount: standing,
      currency: tariff?.currency ?? null,
      amount: energy === null || charged === null || standing === null ? null : round(charged + standing),
      isFinal: end <= now && isWholeMonth,
      isEstimated,
      notes: this.#notes({ first, last, lines, swaps, isWholeMonth, isEstimated, hasTariff: tariff !== null }),
    }
  }

  async #tariffs(tenantId: string): Promise<readonly Tariff[]> {
    const recorded = await this.#deps.stores.energy.dated(tenantId, 'tariff')
    // Only setTariff writes these bodies, and it checks them.
    return recorded.map(({ validFrom, body }) => ({ ...(body as Omit<Tariff, 'validFrom'>), validFrom }))
  }

  #notes(of: {
    readonly first: IndexReading | undefined
    readonly last: IndexReading | undefined
    readonly lines: readonly BillLine[]
    readonly swaps: readonly MeterExchange[]
    readonly isWholeMonth: boolean
    readonly isEstimated: boolean
    readonly hasTariff: boolean
  }): readonly BillNote[] {
    const notes: BillNote[] = []
    const say = (code: string, tr: string, en: string) => notes.push({ code, words: { tr, en } })
    if (!of.hasTariff) say('no_tariff', 'Bu dönem için fiyat girilmemiş', 'No price is recorded for this period')
    if (!of.isWholeMonth)
      say(
        'not_whole',
        'Okumalar dönemin tamamını kapsamıyor; tutar hesaplanmadı',
        'The readings do not span the period; no amount is given',
      )
    if (of.isEstimated)
      say(
        'index_interpolated',
        'Dönem başı veya sonu endeksi iki okuma arasından hesaplandı',
        'The index at the start or the end was interpolated between two readings',
      )
    if (of.swaps.length > 0)
      say(
        'exchanged',
        'Dönem içinde sayaç değişti; endeksler ayrı ayrı sayıldı',
        'The meter was exchanged; each index pair counts',
      )
    const spanned = indexSpan(of.first, of.last, of.swaps)
    const counted = sumOf(of.lines.map((line) => line.energy))
    if (of.isWholeMonth && spanned !== null && counted !== null && Math.abs(spanned - counted) > 1)
      say(
        'reset_without_exchange',
        'Endeks, kayıtlı bir sayaç değişimi olmadan sıfırlanmış veya başa dönmüş',
        'The index was reset or wrapped without an exchange on record',
      )
    return notes
  }
}

const isFar = (reading: IndexReading | undefined, at: number): boolean => {
  if (!reading || reading.before === null) return true
  return reading.after === null ? at - reading.before > NEAR_MS : reading.after - reading.before > NEAR_MS
}

/** Days at which another price begins. */
const changesWithin = (tariffs: readonly Tariff[], start: number, end: number): readonly number[] =>
  tariffs
    .map(({ validFrom }) => validFrom)
    .filter((at) => at > start && at < end)
    .sort((a, b) => a - b)

/** Index pairs of the period: from its start to the first exchange, between exchanges, and from the last to its end. */
function indexSpan(
  first: IndexReading | undefined,
  last: IndexReading | undefined,
  swaps: readonly MeterExchange[],
): number | null {
  if (!first || first.index === null || !last || last.index === null) return null
  let span = 0
  let from = first.index
  for (const { oldEndIndex, newStartIndex } of swaps) {
    span += oldEndIndex - from
    from = newStartIndex
  }
  return span + last.index - from
}

function standingOf(timeZone: string, edges: readonly number[], tariffs: readonly Tariff[]): number | null {
  let sum = 0
  for (const [i, start] of edges.slice(0, -1).entries()) {
    const tariff = tariffs.find(({ validFrom }) => validFrom <= start)
    if (!tariff) return null
    const days = daysIn(timeZone, { start, end: edges[i + 1] ?? start })
    sum += days * tariff.standingPerDay
  }
  return round(sum)
}

function sumOf(values: readonly (number | null)[]): number | null {
  let sum = 0
  for (const value of values) {
    if (value === null) return null
    sum += value
  }
  return values.length === 0 ? null : sum
}

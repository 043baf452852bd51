import type { Stores } from '../../storage/stores/stores.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { Words } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Clock, Log } from '../outside.ts'
import { metricWords } from '../telemetry/metrics.ts'
import type { TelemetryStore } from '../telemetry/store.ts'
import type { CounterEvent, MeterExchange } from './energy.types.ts'
import { type ExchangeBook, readingsOf } from './exchange-book.ts'

/** What is said of a counter that nobody would expect to begin anew. */
export interface CounterAlarm {
  readonly tenantId: string
  readonly deviceId: string
  readonly metric: string
  readonly value: number
  readonly message: Words
}

export interface CounterJournalDeps {
  readonly stores: Pick<Stores, 'energy'>
  readonly store: Pick<TelemetryStore, 'append'>
  readonly clock: Clock
  readonly log: Log
  readonly inventory: Inventory
  readonly exchanges: ExchangeBook
  readonly alarm: (alarm: CounterAlarm) => void
}

/**
 * Writes down what counters did. An index that jumped to where the counter cannot have come is taken as an exchange that
 * nobody recorded: nothing is billed for the step until somebody tells better, by recording the exchange at that instant.
 */
export class CounterJournal {
  readonly #deps: CounterJournalDeps
  #writing: Promise<void> = Promise.resolve()

  constructor(deps: CounterJournalDeps) {
    this.#deps = deps
  }

  note(event: CounterEvent): void {
    this.#writing = this.#writing
      .then(() => this.#write(event))
      .catch((error: unknown) =>
        this.#deps.log.error({ deviceId: event.deviceId, error: String(error) }, 'counter event not written'),
      )
    if (event.kind === 'reset' || event.kind === 'jump') this.#alarm(event)
  }

  /** Everything noted so far is on disk when this resolves. */
  settled(): Promise<void> {
    return this.#writing
  }

  async #write(event: CounterEvent): Promise<void> {
    const { stores, store, clock, exchanges } = this.#deps
    await stores.energy.addEvents([event])
    if (event.kind !== 'jump') return
    const now = clock.now()
    const exchange: MeterExchange = {
      id: newId(),
      tenantId: event.tenantId,
      deviceId: event.deviceId,
      metric: event.metric,
      at: event.at,
      oldEndIndex: event.from,
      newStartIndex: event.to,
      note: null,
      createdAt: now,
      createdBy: null,
    }
    await stores.energy.addExchange(exchange)
    exchanges.add(exchange)
    const readings = readingsOf(exchange).map(({ at, value }) => ({
      deviceId: event.deviceId,
      at,
      values: { [event.metric]: value },
      quality: 'good' as const,
    }))
    await store.append(readings, now)
  }

  #alarm({ tenantId, deviceId, metric, from, to }: CounterEvent): void {
    const name = this.#deps.inventory.devices.get(deviceId)?.name ?? deviceId
    const words = metricWords(metric)
    const [before, after] = [(from / 1000).toFixed(1), (to / 1000).toFixed(1)]
    this.#deps.alarm({
      tenantId,
      deviceId,
      metric,
      value: to,
      message: {
        tr: `${name}: ${words.tr} endeksi ${before} iken ${after} oldu; sayaç değiştiyse değişimi kaydedin`,
        en: `${name}: ${words.en} index went from ${before} to ${after}; record the exchange if the meter was replaced`,
      },
    })
  }
}

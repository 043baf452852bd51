import type { Alarms } from '../core/alarms/alarms.ts'
import type { Inventory } from '../core/devices/inventory.ts'
import type { Diagnostics } from '../core/hardware/diagnostics.ts'
import type {
  ClaimAnswer,
  Clock,
  Fault,
  GatewayLink,
  GatewayReport,
  InboxMessage,
  Intake,
  Reading,
} from '../core/outside.ts'
import type { TelemetryStore } from '../core/telemetry/store.ts'
import type { CounterGuard } from './counter-guard.ts'
import type { Freshness } from './freshness.ts'
import type { LiveMap } from './live.ts'

export interface IntakeDeps {
  readonly store: TelemetryStore
  readonly live: LiveMap
  readonly guard: CounterGuard
  readonly freshness: Freshness
  readonly alarms: Alarms
  readonly inventory: Inventory
  readonly diagnostics: Diagnostics
  readonly clock: Clock
  /** Told of every device whose live values changed. */
  readonly changed: (deviceId: string) => void
  readonly linked: (links: readonly GatewayLink[]) => void
  readonly onReports: (reports: readonly GatewayReport[]) => Promise<void>
  readonly onClaim: (code: string) => Promise<ClaimAnswer>
}

/** What the hardware hands in: counters judged, committed, and only then shown, judged by alarms and told. */
export class HubIntake implements Intake {
  readonly #deps: IntakeDeps

  constructor(deps: IntakeDeps) {
    this.#deps = deps
  }

  async readings(batch: readonly Reading[]): Promise<void> {
    const { inventory, store, live, guard, freshness, alarms, clock } = this.#deps
    // A device may have been deleted while its last readings were under way.
    const known = batch.every((reading) => inventory.devices.has(reading.deviceId))
      ? batch
      : batch.filter((reading) => inventory.devices.has(reading.deviceId))
    if (known.length === 0) return
    const judged = await guard.judged(known)
    const now = clock.now()
    await store.append(judged, now)
    for (const reading of judged) if (live.apply(reading, now)) this.#deps.changed(reading.deviceId)
    freshness.onReadings(known, now)
    alarms.onReadings(judged)
  }

  async links(links: readonly GatewayLink[]): Promise<void> {
    this.#deps.linked(links)
    this.#deps.freshness.onLinks(links)
    this.#deps.alarms.onLinks(links)
  }

  faults(faults: readonly Fault[]): Promise<void> {
    return this.#deps.diagnostics.note(faults)
  }

  inbox(messages: readonly InboxMessage[]): Promise<void> {
    return this.#deps.diagnostics.receive(messages)
  }

  claim(code: string): Promise<ClaimAnswer> {
    return this.#deps.onClaim(code)
  }

  reports(reports: readonly GatewayReport[]): Promise<void> {
    return this.#deps.onReports(reports)
  }
}

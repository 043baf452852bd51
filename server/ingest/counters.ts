import type { GatewayPlan } from '../core/outside.ts'
import type { TelemetryStore } from '../core/telemetry/store.ts'

/**
 * Tells the store where the counters of templated devices wrap, so that a wrap is not taken for a reset. Each is told
 * once; a template that changes is told again.
 */
export class CounterDeclarations {
  readonly #store: Pick<TelemetryStore, 'declareCounter'>
  readonly #told = new Map<string, number>()

  constructor(store: Pick<TelemetryStore, 'declareCounter'>) {
    this.#store = store
  }

  async declare(gateways: readonly GatewayPlan[]): Promise<void> {
    for (const { devices } of gateways) {
      for (const { id, template } of devices) {
        for (const { metric, counter } of template?.registers ?? []) {
          const modulus = counter?.modulus ?? null
          const key = `${id} ${metric}`
          if (modulus === null || this.#told.get(key) === modulus) continue
          await this.#store.declareCounter(id, metric, modulus)
          this.#told.set(key, modulus)
        }
      }
    }
  }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Log, Reading } from '../server/core/outside.ts'
import type { TelemetryStore } from '../server/core/telemetry/store.ts'
import { openSqliteTelemetry } from '../server/storage/telemetry/sqlite-telemetry.ts'

/** Readings of made-up three-phase meters: ten metrics that move as a pedestal's do, rounded as a meter rounds them. */
export const METRICS_PER_METER = 10

export class Meters {
  readonly ids: readonly string[]
  readonly #power: Float64Array
  readonly #energy: Float64Array
  #state = 12345

  constructor(count: number) {
    this.ids = Array.from({ length: count }, (_, i) => `meter-${String(i).padStart(5, '0')}`)
    this.#power = Float64Array.from(this.ids, (_, i) => 200 + (i % 40) * 50)
    this.#energy = Float64Array.from(this.ids, (_, i) => i * 1000)
  }

  read(index: number, at: number, stepMs: number): Reading {
    const power = Math.max(0, (this.#power[index] ?? 0) + Math.round((this.#random() - 0.5) * 60))
    this.#power[index] = power
    this.#energy[index] = (this.#energy[index] ?? 0) + (power * stepMs) / 3_600_000
    const volts = 2300 + Math.round(this.#random() * 12)
    const amps = Math.round((power / 230 / 3) * 1000)
    return {
      deviceId: this.ids[index] ?? '',
      at,
      quality: 'good',
      values: {
        voltage_l1: volts / 10,
        voltage_l2: (volts + 3) / 10,
        voltage_l3: (volts - 4) / 10,
        current_l1: amps / 1000,
        current_l2: Math.round(amps * 1.02) / 1000,
        current_l3: Math.round(amps * 0.97) / 1000,
        active_power: power,
        power_factor: Math.round(900 + this.#random() * 30) / 1000,
        frequency: Math.round(4998 + this.#random() * 4) / 100,
        energy_import: Math.floor(this.#energy[index] ?? 0),
      },
    }
  }

  /** xorshift: the same run every time. */
  #random(): number {
    this.#state ^= this.#state << 13
    this.#state ^= this.#state >>> 17
    this.#state ^= this.#state << 5
    return (this.#state >>> 0) / 2 ** 32
  }
}

export const quietLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
  error: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
}

/** Runs with a store in a folder that is removed afterwards. */
export async function withStore<T>(run: (store: TelemetryStore, path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'quaywatch-bench-'))
  const path = join(folder, 'telemetry.db')
  const store = openSqliteTelemetry({ path, log: quietLog })
  try {
    await store.start()
    return await run(store, path)
  } finally {
    await store.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

import { setImmediate } from 'node:timers/promises'
import type { Reading, RegisterSpec, TemplateSpec } from '../../server/core/outside.ts'
import type { TelemetryStore } from '../../server/core/telemetry/store.ts'
import type { MarinaModel } from './load/model.ts'
import type { DemoDevice } from './marina.ts'
import { indexSurplus, isSilent } from './past.ts'
import { publishedQuantiser, quantiserOf } from './quantise.ts'

const POWER_STEP_MS = 5 * 60_000
/** Between the load model's knots, so that history has the same unrest as what is measured live. */
const OFFSET_MS = 137_000
/** Everything else comes with every third power sample. */
const FULL_EVERY = 3
const SLICE_MS = 12
const BATCH_READINGS = 1_500
/** Long ago, counters alone are kept, and by the hour. */
const COUNTER_EVERY = 12
const DAY_MS = 86_400_000

const COUNTER = /^(energy_(import|export)|reactive_energy_(import|inductive|capacitive)|water_volume)$/

/** Metrics worth a month of history; the rest of a template starts with the first live poll. */
const KEPT =
  /^(voltage_l[123]|current_l[123]|current_n|active_power|power_factor|frequency|energy_(import|export)|reactive_energy_(import|inductive|capacitive)|temperature|humidity|battery_(soc|power|voltage)|pv_power|grid_power|load_power|wind_speed|air_pressure|water_(level|flow|volume)|sump_level|pump_running)$/

export interface HistoryDevice {
  readonly id: string
  readonly device: DemoDevice
  readonly template: TemplateSpec | null
}

export interface HistoryOptions {
  readonly store: Pick<TelemetryStore, 'append'>
  readonly model: MarinaModel
  readonly devices: readonly HistoryDevice[]
  /** Epoch ms; the newest sample lies before `until`, the oldest not before `from`. */
  readonly from: number
  readonly until: number
  /** From here on every value is kept; before it, counters. */
  readonly fullFrom: number
  /** When the demo was first started. */
  readonly startedAt: number
  readonly signal: AbortSignal
  /** A day is on disk: everything from `downTo` to `until`. */
  readonly dayDone: (downTo: number) => void
}

interface Recorder {
  readonly id: string
  readonly device: DemoDevice
  readonly powerQuantiser: ((value: number) => number) | null
  readonly metrics: readonly RecordedMetric[]
  readonly counters: readonly RecordedMetric[]
}

interface RecordedMetric {
  readonly metric: string
  readonly quantise: (value: number) => number
}

/**
 * Writes the past into the store, newest day first, in slices of a few milliseconds so that the hub stays responsive.
 * Values are rounded as the meters round them and carry quality `simulated`.
 */
export async function seedHistory(options: HistoryOptions): Promise<void> {
  const { from, until, signal, dayDone } = options
  const recorders = options.devices.map(recorderOf).filter(({ metrics }) => metrics.length > 0)
  for (let end = until; end > from && !signal.aborted; end -= DAY_MS) {
    const start = Math.max(from, end - DAY_MS)
    await seedSpan(options, recorders, start, end)
    if (!signal.aborted) dayDone(start)
  }
}

const instantOf = (step: number): number => step * POWER_STEP_MS + OFFSET_MS

async function seedSpan(
  options: HistoryOptions,
  recorders: readonly Recorder[],
  start: number,
  end: number,
): Promise<void> {
  const { store, signal, fullFrom, startedAt } = options
  let batch: Reading[] = []
  let sliceEnds = performance.now() + SLICE_MS
  for (let step = Math.ceil((start - OFFSET_MS) / POWER_STEP_MS); instantOf(step) < end; step += 1) {
    const at = instantOf(step)
    for (const recorder of recorders) {
      if (isSilent(recorder.device, at, startedAt)) continue
      const values = at >= fullFrom ? valuesAt(options, recorder, step, at) : oldValuesAt(options, recorder, step, at)
      if (values) batch.push({ deviceId: recorder.id, at, values, quality: 'simulated' })
    }
    if (batch.length >= BATCH_READINGS) {
      await store.append(batch, at)
      batch = []
    }
    if (performance.now() < sliceEnds) continue
    await setImmediate()
    if (signal.aborted) return
    sliceEnds = performance.now() + SLICE_MS
  }
  if (batch.length > 0) await store.append(batch, end)
}

type Values = Record<string, number>

const valuesAt = (options: HistoryOptions, recorder: Recorder, step: number, at: number): Values | null =>
  step % FULL_EVERY === 0 ? keptValues(options, recorder, recorder.metrics, at) : powerOnly(recorder, options.model, at)

const oldValuesAt = (options: HistoryOptions, recorder: Recorder, step: number, at: number): Values | null =>
  step % COUNTER_EVERY === 0 && recorder.counters.length > 0
    ? keptValues(options, recorder, recorder.counters, at)
    : null

function keptValues(
  { model, startedAt }: HistoryOptions,
  { device }: Recorder,
  metrics: readonly RecordedMetric[],
  at: number,
): Values {
  const all = model.values(device.source, at)
  const kept: Values = {}
  for (const { metric, quantise } of metrics) {
    const value = all[metric]
    if (value !== undefined) kept[metric] = quantise(value + indexSurplus(device, metric, at, startedAt))
  }
  return kept
}

function powerOnly({ device, powerQuantiser }: Recorder, model: MarinaModel, at: number): Values | null {
  const watts = powerQuantiser && model.watts(device.source, at)
  return powerQuantiser && watts !== null ? { active_power: powerQuantiser(watts) } : null
}

function recorderOf({ id, device, template }: HistoryDevice): Recorder {
  const specs: readonly (RegisterSpec | string)[] = template ? template.registers : PUBLISHED
  const metrics = specs.flatMap((spec) => {
    const metric = typeof spec === 'string' ? spec : spec.metric
    if (!KEPT.test(metric)) return []
    return [{ metric, quantise: typeof spec === 'string' ? publishedQuantiser(spec) : quantiserOf(spec) }]
  })
  const power = metrics.find(({ metric }) => metric === 'active_power')
  const counters = metrics.filter(({ metric }) => COUNTER.test(metric))
  return { id, device, powerQuantiser: power?.quantise ?? null, metrics, counters }
}

/** Everything that an MQTT device may publish; a device has those that its values have. */
const PUBLISHED = [
  'voltage_l1',
  'voltage_l2',
  'voltage_l3',
  'current_l1',
  'current_l2',
  'current_l3',
  'active_power',
  'power_factor',
  'energy_import',
  'temperature',
  'humidity',
  'wind_speed',
  'air_pressure',
  'water_level',
  'water_flow',
  'water_volume',
  'sump_level',
  'pump_running',
] as const

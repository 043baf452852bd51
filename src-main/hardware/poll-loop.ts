import type { Clock, DevicePlan, PollClass, TemplateSpec } from '../../server/core/outside.ts'
import { PlanReader } from './plan-reader.ts'
import type { WireCost } from './planner.ts'

const ENERGY_PERIOD_MS = 60_000
const CONFIG_PERIOD_MS = 3_600_000
/** What a device refused is asked for again once a day: its firmware may have learnt it. */
const HOLES_KEPT_MS = 86_400_000

const CLASSES = ['live', 'energy', 'config', 'once'] as const satisfies readonly PollClass[]

interface PollLoopOptions {
  readonly pollClass: PollClass
  readonly periodMs: number
  readonly phaseMs: number
  readonly reader: PlanReader
  readonly metrics: readonly string[]
  readonly clock: Clock
}

/** The rhythm of one poll class of one device: when its next pass is due, and what it reads then. */
export class PollLoop {
  readonly pollClass: PollClass
  readonly periodMs: number
  readonly reader: PlanReader
  readonly metrics: readonly string[]
  readonly #clock: Clock
  readonly #phaseMs: number
  #timer: { stop(): void } | null = null
  #dueAt = 0
  #forgetAt: number
  /** Passes without an answer in a row. */
  failures = 0
  isRunning = false
  isDone = false
  /** Periods that passed while the bus was too slow to poll in them. */
  missedPeriods = 0

  constructor({ pollClass, periodMs, phaseMs, reader, metrics, clock }: PollLoopOptions) {
    this.pollClass = pollClass
    this.periodMs = periodMs
    this.reader = reader
    this.metrics = metrics
    this.#phaseMs = phaseMs
    this.#clock = clock
    this.#forgetAt = clock.now() + HOLES_KEPT_MS
  }

  /** When the next pass starts; null while one is under way or none is planned. */
  get nextAt(): number | null {
    return this.#timer ? this.#dueAt : null
  }

  arm(delayMs: number, run: () => void): void {
    this.#timer?.stop()
    this.#dueAt = this.#clock.now() + delayMs
    this.#timer = this.#clock.after(delayMs, () => {
      this.#timer = null
      run()
    })
  }

  stop(): void {
    this.#timer?.stop()
    this.#timer = null
  }

  /** Unlearns what the device refused, where it is time to ask again. */
  forgetOldHoles(isProbe: boolean): void {
    const now = this.#clock.now()
    if (!isProbe && now < this.#forgetAt) return
    this.reader.forget()
    this.#forgetAt = now + HOLES_KEPT_MS
  }

  /** Time to the next point of the grid: now ≡ phase (mod period). */
  untilNext(): number {
    const now = this.#clock.now()
    this.missedPeriods += Math.max(0, Math.floor((now - this.#dueAt) / this.periodMs))
    // A timer may fire a millisecond early; the point that it was for must not be found again.
    const from = Math.max(now, this.#dueAt)
    const intoPeriod = (((from - this.#phaseMs) % this.periodMs) + this.periodMs) % this.periodMs
    return from - now + this.periodMs - intoPeriod
  }
}

/** A loop for each poll class that a template has numbers in, the fastest first. */
export function loopsOf(
  device: DevicePlan & { readonly template: TemplateSpec },
  cost: WireCost,
  clock: Clock,
): readonly PollLoop[] {
  const { registers, limits } = device.template
  return CLASSES.flatMap((pollClass) => {
    const own = registers.filter((register) => register.pollClass === pollClass && register.type !== 'string')
    if (own.length === 0) return []
    const periodMs = periodOf(pollClass, device.pollIntervalMs)
    const phaseMs = hashOf(`${device.id}/${pollClass}`) % periodMs
    const metrics = own.map((register) => register.metric)
    return [new PollLoop({ pollClass, periodMs, phaseMs, reader: new PlanReader(own, limits, cost), metrics, clock })]
  })
}

function periodOf(pollClass: PollClass, pollIntervalMs: number): number {
  const liveMs = Math.max(1, Math.round(pollIntervalMs))
  if (pollClass === 'live') return liveMs
  return Math.max(liveMs, pollClass === 'energy' ? ENERGY_PERIOD_MS : CONFIG_PERIOD_MS)
}

/** FNV-1a, 32 bits: spreads devices over their period, the same way at every start. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

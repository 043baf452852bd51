import type { Clock, DeviceDiagnostics, DevicePlan, Fault, Reading, TemplateSpec } from '../../server/core/outside.ts'
import { type Backoff, createBackoff } from './backoff.ts'
import { asFieldError, FieldError } from './fault.ts'
import type { PassResult } from './plan-reader.ts'
import { bytesOf, type ReadBlock, type WireCost } from './planner.ts'
import { hashOf, loopsOf, type PollLoop } from './poll-loop.ts'
import { createRoundTrips } from './round-trips.ts'

export interface BlockAnswer {
  readonly data: Buffer
  /** Time on the wire, without the wait for the bus. */
  readonly roundTripMs: number
}

/** How a poller reaches its device. */
export interface DeviceReader {
  read(block: ReadBlock): Promise<BlockAnswer>
  /** 0 = a probe of the dead device may start now; else milliseconds until it may be asked again. */
  reserveProbe(): number
  settleProbe(spentMs: number): void
  /** Epoch milliseconds before which a connection is not tried again. */
  retryAt(): number
  readonly cost: WireCost
  /** Quiet time between two requests. */
  readonly gapMs: number
}

export interface PollerEvents {
  reading(reading: Reading): void
  fault(fault: Omit<Fault, 'gatewayId'>): void
  /** The device began to answer, or ceased to after three attempts in a row. */
  alive(isAlive: boolean): void
  /** Every pass in which the device said something. */
  answered(): void
  /** Every failed attempt, before the device is given up. */
  failed(error: FieldError): void
}

export interface PollerOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly maxBackoffMs: number
}

/** A device is given up after three failures in a row, and one answer brings it back. */
type Health = 'unknown' | 'alive' | 'failing' | 'dead'
const NEXT_HEALTH = {
  unknown: { answered: 'alive', failed: 'failing', gaveUp: 'dead' },
  alive: { answered: 'alive', failed: 'failing', gaveUp: 'dead' },
  failing: { answered: 'alive', failed: 'failing', gaveUp: 'dead' },
  dead: { answered: 'alive', failed: 'dead', gaveUp: 'dead' },
} as const satisfies Record<Health, Record<'answered' | 'failed' | 'gaveUp', Health>>

const FAILURES_TO_GIVE_UP = 3
/** A slow poll that failed is repeated sooner than its period. */
const RETRY_MS = 2_000
const FIRST_PROBE_MS = 5_000
/** The first poll after a start is spread over this much, so that the window fills at once. */
const FIRST_POLL_SPREAD_MS = 1_000

/**
 * Polls one device: a loop per poll class, none of which overlaps itself. The first loop decides whether the device is
 * there; the others wait for it and lose only their own values when they fail.
 */
export class DevicePoller {
  readonly #device: DevicePlan
  readonly #reader: DeviceReader
  readonly #events: PollerEvents
  readonly #options: PollerOptions
  readonly #loops: readonly PollLoop[]
  readonly #metrics: readonly string[]
  readonly #backoff: Backoff
  readonly #roundTrips = createRoundTrips()
  readonly #missing = new Set<string>()
  #health: Health = 'unknown'
  #requests = 0
  #failures = 0
  #isStopped = false

  constructor(
    device: DevicePlan & { readonly template: TemplateSpec },
    reader: DeviceReader,
    events: PollerEvents,
    options: PollerOptions,
  ) {
    this.#device = device
    this.#reader = reader
    this.#events = events
    this.#options = options
    this.#backoff = createBackoff(Math.max(FIRST_PROBE_MS, device.pollIntervalMs), options.maxBackoffMs, options.random)
    this.#loops = loopsOf(device, reader.cost, options.clock)
    this.#metrics = this.#loops.flatMap((loop) => loop.metrics)
  }

  get isAlive(): boolean {
    return this.#health === 'alive' || this.#health === 'failing'
  }

  get isGivenUp(): boolean {
    return this.#health === 'dead'
  }

  /** Periods that passed while the bus was too slow to poll in them. */
  get missedPeriods(): number {
    return this.#loops.reduce((sum, loop) => sum + loop.missedPeriods, 0)
  }

  start(): void {
    const spread = hashOf(this.#device.id) % Math.min(FIRST_POLL_SPREAD_MS, this.#device.pollIntervalMs)
    for (const loop of this.#loops) this.#arm(loop, spread)
  }

  /** Idempotent. A request under way ends by itself; its answer is thrown away. */
  stop(): void {
    this.#isStopped = true
    for (const loop of this.#loops) loop.stop()
  }

  describe(): DeviceDiagnostics {
    const main = this.#loops[0]
    const { cost, gapMs } = this.#reader
    const measuredMs = this.#roundTrips.mean()
    const cycleMs = (main?.reader.plan.blocks ?? []).reduce(
      (sum, block) => sum + gapMs + (measuredMs ?? cost.requestMs + bytesOf(block) * cost.byteMs),
      0,
    )
    return {
      deviceId: this.#device.id,
      plan: this.#loops.flatMap((loop) => loop.reader.plan.blocks.map(plannedRead)),
      cycleMs,
      periodMs: main?.periodMs ?? this.#device.pollIntervalMs,
      holes: this.#loops.flatMap((loop) => [...loop.reader.learned.holes.values()]),
      requests: this.#requests,
      failures: this.#failures,
      lastRoundTripMs: this.#roundTrips.last(),
      p95RoundTripMs: this.#roundTrips.p95(),
      isBackedOff: this.#health === 'dead',
      nextAttemptAt: main?.nextAt ?? null,
    }
  }

  #arm(loop: PollLoop, delayMs: number): void {
    loop.arm(delayMs, () => void this.#run(loop))
  }

  async #run(loop: PollLoop): Promise<void> {
    const isMain = loop === this.#loops[0]
    if (!isMain && this.#health !== 'alive') {
      if (this.#health === 'failing') this.#arm(loop, RETRY_MS)
      return
    }
    const isProbe = this.isGivenUp
    if (isProbe) {
      const waitMs = this.#reader.reserveProbe()
      if (waitMs > 0) return this.#arm(loop, waitMs * (1 + 0.1 * this.#options.random()))
    }
    const startedAt = this.#options.clock.now()
    loop.forgetOldHoles(isProbe)
    loop.isRunning = true
    const result = await loop.reader.pass((block) => this.#read(block)).catch(brokenPass)
    loop.isRunning = false
    if (isProbe) this.#reader.settleProbe(this.#options.clock.now() - startedAt)
    if (this.#isStopped) return
    this.#report(result.errors)
    if (result.hasAnswered) this.#answered(loop, result)
    else this.#failed(loop, isMain, result.errors[0] ?? new FieldError('timeout', 'no answer'))
  }

  async #read(block: ReadBlock): Promise<Buffer> {
    if (this.#isStopped) throw new FieldError('connection', 'stopped')
    this.#requests += 1
    try {
      const { data, roundTripMs } = await this.#reader.read(block)
      this.#roundTrips.add(roundTripMs)
      return data
    } catch (error) {
      this.#failures += 1
      throw error
    }
  }

  #answered(loop: PollLoop, result: PassResult): void {
    const wasAlive = this.isAlive
    this.#health = NEXT_HEALTH[this.#health].answered
    loop.failures = 0
    this.#backoff.reset()
    if (!wasAlive) this.#revive(loop)
    this.#events.answered()
    this.#emit(result)
    loop.isDone = loop.pollClass === 'once' && result.errors.length === 0
    if (!loop.isDone) this.#arm(loop, loop.untilNext())
  }

  #revive(loop: PollLoop): void {
    this.#missing.clear()
    this.#events.alive(true)
    for (const other of this.#loops) {
      other.failures = 0
      if (other !== loop && !other.isRunning && !other.isDone) this.#arm(other, 0)
    }
  }

  #emit(result: PassResult): void {
    const at = this.#options.clock.now()
    const deviceId = this.#device.id
    for (const metric in result.values) this.#missing.delete(metric)
    if (Object.keys(result.values).length > 0)
      this.#events.reading({ deviceId, at, values: result.values, quality: 'good' })
    const gone = result.missing.filter((metric) => !this.#missing.has(metric))
    if (gone.length === 0) return
    for (const metric of gone) this.#missing.add(metric)
    this.#events.reading({ deviceId, at, values: allNull(gone), quality: 'invalid' })
  }

  #failed(loop: PollLoop, isMain: boolean, error: FieldError): void {
    this.#events.failed(error)
    loop.failures += 1
    const isLost = loop.failures === FAILURES_TO_GIVE_UP
    if (isMain) {
      this.#health = NEXT_HEALTH[this.#health][loop.failures >= FAILURES_TO_GIVE_UP ? 'gaveUp' : 'failed']
      if (isLost) this.#events.alive(false)
    }
    if (isLost) this.#emitLost(isMain ? this.#metrics : loop.metrics)
    this.#arm(loop, this.#untilRetry(loop, error))
  }

  #emitLost(metrics: readonly string[]): void {
    const at = this.#options.clock.now()
    this.#events.reading({ deviceId: this.#device.id, at, values: allNull(metrics), quality: 'comm_fail' })
  }

  #untilRetry(loop: PollLoop, error: FieldError): number {
    const untilNext = loop.untilNext()
    // No connection is no fault of this device: all on the path come back together when the path does.
    if (error.kind === 'connection') {
      const untilReconnect = this.#reader.retryAt() - this.#options.clock.now()
      return Math.max(untilReconnect + 1, Math.min(untilNext, RETRY_MS))
    }
    if (this.isGivenUp) return this.#backoff.next()
    return Math.min(untilNext, RETRY_MS * 2 ** (loop.failures - 1))
  }

  #report(errors: readonly FieldError[]): void {
    const at = this.#options.clock.now()
    for (const { kind, code, message } of errors)
      this.#events.fault({ deviceId: this.#device.id, at, kind, code, message })
  }
}

function brokenPass(error: unknown): PassResult {
  return { values: {}, missing: [], hasAnswered: false, errors: [asFieldError(error)] }
}

function allNull(metrics: readonly string[]): Record<string, null> {
  return Object.fromEntries(metrics.map((metric) => [metric, null]))
}

function plannedRead(block: ReadBlock): DeviceDiagnostics['plan'][number] {
  const metrics = [...new Set(block.spans.flatMap((span) => span.registers.map((register) => register.metric)))]
  return { table: block.table, address: block.address, length: block.length, pollClass: block.pollClass, metrics }
}

import type { Clock, FieldBus, Log } from '../server/core/outside.ts'
import type { HeldIntake } from './held-intake.ts'
import { type CriticalIncident, type HubService, SHELL_METHODS, type ShellService } from './hub-wire.ts'
import { connect, expose, type Port } from './rpc.ts'

export type HubPhase = 'stopped' | 'starting' | 'running' | 'waiting' | 'stopping'
export type HubStep = 'start' | 'ready' | 'exit' | 'retry' | 'stop'

/** The life of the hub's process as the desktop sees it. */
export const HUB_LIFE: Readonly<Record<HubPhase, Partial<Record<HubStep, HubPhase>>>> = {
  stopped: { start: 'starting' },
  starting: { ready: 'running', exit: 'waiting', stop: 'stopping' },
  running: { exit: 'waiting', stop: 'stopping' },
  waiting: { retry: 'starting', stop: 'stopped' },
  stopping: { exit: 'stopped' },
}

export interface HubChild {
  readonly port: Port
  onExit(listener: (code: number | null) => void): void
  kill(): void
}

export interface HubAddress {
  readonly url: string
  readonly mqttUrl: string | null
  /** For stdout, after the ready line. */
  readonly lines: readonly string[]
}

/** The hub said why it cannot start: its exit code and words for a person. */
export class HubRefused extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode: number) {
    super(message)
    this.name = 'HubRefused'
    this.exitCode = exitCode
  }
}

export interface HubSupervisorOptions {
  /** `port`: where the hub listened before, so that windows and clients find it again; null at first. */
  readonly fork: (port: number | null) => HubChild
  readonly fieldBus: FieldBus
  readonly intake: HeldIntake
  readonly clock: Clock
  readonly log: Log
  readonly onChange: (phase: HubPhase) => void
  readonly onCritical: (incident: CriticalIncident) => void
}

const FIRST_BACK_OFF_MS = 250
const LONGEST_BACK_OFF_MS = 15_000
/** A hub that ran this long did not crash for the reason that it crashed for before. */
const WELL_AFTER_MS = 60_000
const STOP_WITHIN_MS = 3000

/** Keeps the hub's process alive: starts it, starts it again after a crash, and stops it in order. */
export class HubSupervisor {
  readonly #options: HubSupervisorOptions
  readonly #first = Promise.withResolvers<HubAddress>()
  #phase: HubPhase = 'stopped'
  #address: HubAddress | null = null
  #hub: HubService | null = null
  #child: HubChild | null = null
  #failures = 0
  #runningSince = 0
  #retry: { stop(): void } | null = null
  #stopped: PromiseWithResolvers<void> | null = null

  constructor(options: HubSupervisorOptions) {
    this.#options = options
    // Who does not wait for the first start is told of it by the phase.
    this.#first.promise.catch(() => undefined)
  }

  get phase(): HubPhase {
    return this.#phase
  }

  /** The newest address, also while the hub is away; null before the first start. */
  get url(): string | null {
    return this.#address?.url ?? null
  }

  /** Resolves when the hub listens for the first time. Rejects with HubRefused when it says that it cannot. */
  start(): Promise<HubAddress> {
    if (this.#step('start')) this.#fork()
    return this.#first.promise
  }

  async stop(): Promise<void> {
    if (this.#phase === 'stopped') return
    if (this.#stopped) return this.#stopped.promise
    const stopped = Promise.withResolvers<void>()
    this.#stopped = stopped
    this.#retry?.stop()
    this.#step('stop')
    this.#first.reject(new Error('stopped'))
    if (this.#child === null) stopped.resolve()
    const limit = this.#options.clock.after(STOP_WITHIN_MS, () => this.#child?.kill())
    if (this.#hub) this.#hub.stop().catch(() => undefined)
    else this.#child?.kill()
    await stopped.promise
    limit.stop()
    this.#options.intake.stop()
  }

  #fork(): void {
    const { clock, fieldBus, intake, log, onCritical } = this.#options
    const child = this.#options.fork(this.#address === null ? null : Number(new URL(this.#address.url).port))
    const hub = connect<HubService>(child.port)
    let refusal: HubRefused | null = null
    const shell: ShellService = {
      write: (request) => fieldBus.write(request),
      publish: (message) => fieldBus.publish(message),
      configure: (gateways) => fieldBus.configure(gateways),
      describe: (deviceId) => fieldBus.describe(deviceId),
      endpoints: () => fieldBus.endpoints(),
      serialPorts: () => fieldBus.serialPorts(),
      takesReadings: async () => intake.attach(hub),
      ready: async (address) => {
        this.#address = address
        this.#hub = hub
        this.#runningSince = clock.now()
        this.#step('ready')
        this.#first.resolve(address)
      },
      critical: async (incident) => onCritical(incident),
      refused: async ({ exitCode, message }) => {
        refusal = new HubRefused(message, exitCode)
      },
    }
    expose(shell, SHELL_METHODS, child.port)
    this.#child = child
    child.onExit((code) => {
      if (this.#phase !== 'stopping') log.warn({ code }, 'the hub’s process ended')
      this.#ended(refusal)
    })
  }

  #ended(refusal: HubRefused | null): void {
    const { clock, intake, log } = this.#options
    intake.attach(null)
    this.#child = null
    this.#hub = null
    // After it once ran, what it refuses for may pass: the port of the process before is still being let go.
    if (refusal && this.#address === null) this.#first.reject(refusal)
    this.#failures = clock.now() - this.#runningSince > WELL_AFTER_MS ? 1 : this.#failures + 1
    this.#step('exit')
    if (this.#phase === 'stopped') this.#stopped?.resolve()
    if (this.#phase !== 'waiting' || (refusal && this.#address === null)) return
    const delayMs = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (this.#failures - 1))
    log.warn({ delayMs, failures: this.#failures }, 'the hub is started again')
    this.#retry = clock.after(delayMs, () => {
      if (this.#step('retry')) this.#fork()
    })
  }

  #step(step: HubStep): boolean {
    const next = HUB_LIFE[this.#phase][step]
    if (next === undefined) return false
    this.#phase = next
    this.#options.onChange(next)
    return true
  }
}

import { isDeepStrictEqual } from 'node:util'
import type {
  Clock,
  DeviceDiagnostics,
  FieldBus,
  GatewayMessage,
  GatewayPlan,
  Intake,
  Log,
  WriteOutcome,
  WriteRequest,
} from '../../server/core/outside.ts'
import type { Driver, DriverContext, DriverRuntime, HardwareConfig, MqttConfig, Session } from './driver.ts'
import { DRIVERS, isDriverId } from './drivers.ts'
import { IntakeFeed } from './intake-feed.ts'
import { listSerialPorts } from './serial-ports.ts'

export interface FieldBusOptions {
  readonly intake: Intake
  readonly clock: Clock
  readonly log: Log
  readonly mqtt: MqttConfig
  /** Demo: readings that drivers call good carry quality "simulated". */
  readonly isSimulated?: boolean
  /** Replaces how a connection type finds its driver (tests, bench). */
  readonly loadDriver?: (type: string) => Promise<Driver> | null
}

export interface RunningFieldBus extends FieldBus {
  /** Starts the services (the MQTT broker). Rejects with the system's error, e.g. EADDRINUSE. */
  start(): Promise<void>
  /** Stops sessions, services and timers. Idempotent. */
  stop(): Promise<void>
}

interface Open {
  readonly plan: GatewayPlan
  readonly runtime: DriverRuntime
  readonly session: Session
}

export function createFieldBus(options: FieldBusOptions): RunningFieldBus {
  return new HardwareFieldBus(options)
}

class HardwareFieldBus implements RunningFieldBus {
  readonly #log: Log
  readonly #clock: Clock
  readonly #feed: IntakeFeed
  readonly #config: HardwareConfig
  readonly #loadDriver: (type: string) => Promise<Driver> | null
  readonly #abort = new AbortController()
  readonly #context: DriverContext
  readonly #runtimes = new Map<Driver, Promise<DriverRuntime | null>>()
  readonly #open = new Map<string, Open>()
  #turn: Promise<void> = Promise.resolve()

  constructor({ intake, clock, log, mqtt, isSimulated = false, loadDriver = loadListed }: FieldBusOptions) {
    this.#log = log
    this.#clock = clock
    this.#config = { mqtt }
    this.#loadDriver = loadDriver
    this.#feed = new IntakeFeed({ intake, clock, log, isSimulated })
    this.#context = { sink: this.#feed, clock, log, signal: this.#abort.signal }
  }

  async start(): Promise<void> {
    this.#feed.start()
    if (this.#config.mqtt.mode !== 'off') await this.#runtimeOf('mqtt')
  }

  configure(gateways: readonly GatewayPlan[]): Promise<void> {
    const turn = this.#turn.then(() => this.#apply(gateways))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async write(request: WriteRequest): Promise<WriteOutcome> {
    const open = this.#openWith(request.deviceId)
    if (!open) return notWritten('its gateway is not open')
    if (!open.session.write) return notWritten('its driver cannot write')
    try {
      return await open.session.write(request)
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error)
      this.#log.error({ ...request, error: cause }, 'write failed')
      return notWritten(cause)
    }
  }

  async publish(message: GatewayMessage): Promise<{ readonly isConnected: boolean }> {
    if (!isOneTopic(message.topic)) throw new Error(`"${message.topic}" is not a topic to publish on`)
    const session = this.#open.get(message.gatewayId)?.session
    return (await session?.publish?.(message)) ?? { isConnected: false }
  }

  async describe(deviceId: string): Promise<DeviceDiagnostics | null> {
    for (const { session } of this.#open.values()) {
      const diagnostics = session.describe(deviceId)
      if (diagnostics) return diagnostics
    }
    return null
  }

  async endpoints(): Promise<{ readonly mqtt: string | null }> {
    if (this.#config.mqtt.mode === 'off') return { mqtt: null }
    return { mqtt: (await this.#runtimeOf('mqtt'))?.endpoint ?? null }
  }

  serialPorts(): Promise<readonly { readonly path: string; readonly label: string }[]> {
    return listSerialPorts(this.#log)
  }

  async stop(): Promise<void> {
    this.#abort.abort()
    await this.#turn
    await Promise.all([...this.#open.keys()].map((id) => this.#close(id)))
    const runtimes = await Promise.allSettled(this.#runtimes.values())
    this.#runtimes.clear()
    await Promise.all(runtimes.map((started) => started.status === 'fulfilled' && started.value?.stop()))
    await this.#feed.stop()
  }

  async #apply(gateways: readonly GatewayPlan[]): Promise<void> {
    if (this.#abort.signal.aborted) return
    const enabled = new Map(gateways.filter((plan) => plan.isEnabled).map((plan) => [plan.id, plan]))
    const known = new Set(gateways.map((plan) => plan.id))
    await Promise.all([...this.#open.keys()].filter((id) => !enabled.has(id)).map((id) => this.#close(id)))
    for (const plan of gateways) if (!plan.isEnabled) this.#offline(plan.id, 'disabled')
    const unchanged: string[] = []
    await Promise.all(
      [...enabled.values()].map((plan) => {
        if (!isDeepStrictEqual(this.#open.get(plan.id)?.plan, plan)) return this.#settle(plan)
        unchanged.push(plan.id)
        return undefined
      }),
    )
    this.#feed.keepOnly(known)
    this.#feed.repeatLinks(unchanged)
  }

  /** Opens or updates one gateway. What goes wrong is that gateway's fault alone. */
  async #settle(plan: GatewayPlan): Promise<void> {
    try {
      const runtime = await this.#runtimeOf(plan.connection.type)
      const before = this.#open.get(plan.id)
      if (before && before.runtime !== runtime) await this.#close(plan.id)
      if (!runtime) {
        this.#offline(plan.id, 'switched off')
        return
      }
      const same = this.#open.get(plan.id)
      if (same) await same.session.update(plan)
      this.#open.set(plan.id, { plan, runtime, session: same?.session ?? (await runtime.open(plan)) })
    } catch (error) {
      await this.#close(plan.id)
      const message = error instanceof Error ? error.message : String(error)
      this.#log.error({ gatewayId: plan.id, error: message }, 'gateway could not be opened')
      const at = this.#clock.now()
      this.#feed.fault({ gatewayId: plan.id, deviceId: null, at, kind: 'config', code: null, message })
      this.#offline(plan.id, message)
    }
  }

  async #close(gatewayId: string): Promise<void> {
    const open = this.#open.get(gatewayId)
    this.#open.delete(gatewayId)
    await open?.session.stop()
  }

  #openWith(deviceId: string): Open | undefined {
    for (const open of this.#open.values()) if (open.plan.devices.some((device) => device.id === deviceId)) return open
    return undefined
  }

  #offline(gatewayId: string, cause: string): void {
    this.#feed.link({ gatewayId, isOnline: false, since: this.#clock.now(), cause })
  }

  /** Null for types that no driver serves yet, and for a service that is switched off. */
  async #runtimeOf(type: string): Promise<DriverRuntime | null> {
    const driver = await this.#loadDriver(type)
    if (!driver || this.#abort.signal.aborted) return null
    const running = this.#runtimes.get(driver)
    if (running !== undefined) return running
    const starting = driver.start(this.#config, this.#context)
    this.#runtimes.set(driver, starting)
    // A start that failed is tried again when the driver is next asked for.
    starting.catch(() => this.#runtimes.delete(driver))
    return starting
  }
}

function notWritten(cause: string): WriteOutcome {
  return { readBack: null, isConfirmed: false, cause }
}

/** No wildcard, and nothing that leads out of the gateway's own prefix. */
function isOneTopic(topic: string): boolean {
  return topic.length > 0 && !topic.startsWith('/') && !/[#+\0]/.test(topic)
}

function loadListed(type: string): Promise<Driver> | null {
  return isDriverId(type) ? DRIVERS[type].load() : null
}

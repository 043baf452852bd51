import { connect, type MqttClient } from 'mqtt'
import type { Clock, Log } from '../../../server/core/outside.ts'
import { seaGauge } from '../load/sensors.ts'
import { publishedQuantiser } from '../quantise.ts'
import { OtaUnit } from './ota-unit.ts'

export interface NodeConfig {
  readonly version: number
  readonly hash: string
}

export interface DockNodePlan {
  readonly clientId: string
  readonly password: string
  readonly version: string
  readonly deviceType: string
  readonly hwRevision: string
  /** PEM of the key whose images it installs. */
  readonly publicKey: string
  readonly isFailing: boolean
  /** What it was last told to run. */
  readonly config: NodeConfig | null
  /** 0 … 1: so that twenty of them do not speak at once. */
  readonly phase: number
}

export interface DockNodeDeps {
  readonly url: string
  readonly clock: Clock
  readonly log: Log
  /** Told when it runs another version. */
  readonly changed: (version: string) => void
  readonly configured: (config: NodeConfig) => void
}

const TELL_MS = 15_000
const RECONNECT_MS = 1_000
const TAKE_OVER_MS = 1_500
const RESTART_MS = 2_500
/** A step of an update takes ten of these. */
const TENTH_MS = 350

/** A small gateway on a pontoon: one water sensor, and firmware that can be updated over the air. */
export class DockNode {
  readonly #plan: DockNodePlan
  readonly #deps: DockNodeDeps
  readonly #unit: OtaUnit
  readonly #prefix: string
  #config: NodeConfig | null
  #client: MqttClient | null = null
  #timers: readonly { stop(): void }[] = []

  constructor(plan: DockNodePlan, deps: DockNodeDeps) {
    this.#plan = plan
    this.#deps = deps
    this.#config = plan.config
    this.#prefix = `quaywatch/${plan.clientId}`
    this.#unit = new OtaUnit({
      ...plan,
      say: (payload) => this.#send('ota/status', payload, false),
      restart: () => this.#restart(),
      pace: (signal) => this.#pace(signal),
      mishap: () => (plan.isFailing ? 'install_fails' : null),
      changed: deps.changed,
    })
  }

  start(): void {
    this.#connect()
    const { clock } = this.#deps
    const first = clock.after(this.#plan.phase * TELL_MS, () => {
      this.#timers = [first, clock.every(TELL_MS, () => this.#tell())]
    })
    this.#timers = [first]
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) timer.stop()
    this.#unit.powerCut()
    const client = this.#client
    this.#client = null
    await client?.endAsync(true)
  }

  #connect(): void {
    const { clientId, password } = this.#plan
    const { hostname, port } = new URL(this.#deps.url)
    const client = connect({
      host: hostname,
      port: Number(port),
      clientId,
      username: clientId,
      password,
      protocolVersion: 4,
      reconnectPeriod: RECONNECT_MS,
      // The broker learns of a new gateway a moment after it was made, and refuses it until then.
      reconnectOnConnackError: true,
      will: { topic: `${this.#prefix}/status`, payload: Buffer.from('offline'), qos: 1, retain: true },
    })
    client.on('error', (error) => this.#deps.log.debug({ clientId, error: String(error) }, 'dock node has no broker'))
    client.on('message', (topic, payload) => {
      if (topic === `${this.#prefix}/ota`) this.#unit.command(payload.toString())
      else this.#configure(payload.toString())
    })
    client.on('connect', () => {
      // It says that it is there once it listens: what is sent to it then is not lost.
      client.subscribe([`${this.#prefix}/ota`, `${this.#prefix}/config/set`], { qos: 1 }, () => {
        this.#send('status', 'online', true)
        if (this.#config !== null) this.#send('config/reported', JSON.stringify(this.#config), false)
        this.#unit.announce()
        this.#tell()
      })
    })
    this.#client = client
  }

  #restart(): void {
    const client = this.#client
    this.#client = null
    // What it said before it restarts is sent before it goes.
    client?.end(false, {}, () => {
      const again = this.#deps.clock.after(RESTART_MS, () => this.#connect())
      this.#timers = [...this.#timers, again]
    })
  }

  /** Takes a configuration over, and says so when it has. */
  #configure(payload: string): void {
    const { id, version, hash } = JSON.parse(payload) as { id: string } & NodeConfig
    this.#timers = [
      ...this.#timers,
      this.#deps.clock.after(TAKE_OVER_MS, () => {
        this.#config = { version, hash }
        this.#deps.configured(this.#config)
        this.#send('config/reported', JSON.stringify({ id, version, hash }), false)
      }),
    ]
  }

  #tell(): void {
    const now = this.#deps.clock.now()
    const offset = (this.#plan.phase - 0.5) * 0.8
    const values = { temperature: publishedQuantiser('temperature')((seaGauge(now).temperature ?? 0) + offset) }
    this.#send('water/telemetry', JSON.stringify({ ts: now, values }), false)
  }

  #send(topic: string, payload: string, retain: boolean): void {
    if (!this.#client?.connected) return
    this.#client.publish(`${this.#prefix}/${topic}`, payload, { qos: 1, retain }, () => undefined)
  }

  #pace(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#deps.clock.after(TENTH_MS, () => (signal.aborted ? reject(signal.reason) : resolve()))
    })
  }
}

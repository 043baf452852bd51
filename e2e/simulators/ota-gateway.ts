import { connectAsync, type MqttClient } from 'mqtt'
import { type OtaMishap, OtaUnit } from '../../src-main/demo/simulators/ota-unit.ts'

export interface OtaGatewayOptions {
  /** mqtt://host:port */
  readonly url: string
  readonly clientId: string
  readonly username: string
  readonly password: string
  readonly version: string
  readonly deviceType?: string
  readonly hwRevision?: string
  readonly publicKey?: string | null
}

/** A gateway in a cabinet that can be updated, lose its power, fail and lie. */
export class OtaGateway {
  readonly #options: OtaGatewayOptions
  readonly #prefix: string
  readonly unit: OtaUnit
  readonly said: string[] = []
  readonly commands: { readonly id: string; readonly url: string; readonly cancel?: boolean }[] = []
  #client: MqttClient | null = null
  #sending: Promise<unknown> = Promise.resolve()
  /** What it does wrong from now on. */
  mishap: OtaMishap | null = null
  /** Called before each tenth of a step; a test cuts the power or waits in it. */
  beforeTenth: () => Promise<void> | void = () => undefined

  constructor(options: OtaGatewayOptions) {
    this.#options = options
    this.#prefix = `quaywatch/${options.clientId}`
    this.unit = new OtaUnit({
      version: options.version,
      deviceType: options.deviceType ?? 'dock_node',
      hwRevision: options.hwRevision ?? 'B',
      publicKey: options.publicKey ?? null,
      say: (payload) => {
        this.said.push(payload)
        const sent = this.#client?.publishAsync(`${this.#prefix}/ota/status`, payload, { qos: 1 })
        // A power cut takes along what was not sent yet.
        this.#sending = Promise.allSettled([this.#sending, sent])
      },
      restart: () => {
        void this.#sending.then(() => this.disconnect()).then(() => this.connect())
      },
      pace: async (signal) => {
        await this.beforeTenth()
        signal.throwIfAborted()
      },
      mishap: () => this.mishap,
    })
  }

  async connect(): Promise<void> {
    const { url, clientId, username, password } = this.#options
    const client = await connectAsync(
      url,
      {
        clientId,
        username,
        password,
        protocolVersion: 4,
        reconnectPeriod: 0,
        connectTimeout: 5_000,
        will: { topic: `${this.#prefix}/status`, payload: Buffer.from('offline'), qos: 1, retain: true },
      },
      false,
    )
    client.on('error', () => undefined)
    client.on('message', (topic, payload) => {
      if (topic.endsWith('/config/set')) return this.#takeOver(payload.toString())
      this.commands.push(JSON.parse(payload.toString()))
      this.unit.command(payload.toString())
    })
    await client.subscribeAsync([`${this.#prefix}/ota`, `${this.#prefix}/config/set`], { qos: 1 })
    this.#client = client
    await client.publishAsync(`${this.#prefix}/status`, 'online', { qos: 1, retain: true })
    this.unit.announce()
  }

  /** Says something that its updater did not. */
  async say(status: object): Promise<void> {
    await this.#client?.publishAsync(`${this.#prefix}/ota/status`, JSON.stringify(status), { qos: 1 })
  }

  #takeOver(payload: string): void {
    const { id, version, hash } = JSON.parse(payload)
    this.#client?.publish(`${this.#prefix}/config/reported`, JSON.stringify({ id, version, hash }), { qos: 1 })
  }

  /** The power goes: no goodbye, and what was under way is lost. */
  cutPower(): void {
    this.unit.powerCut()
    this.#client?.stream.destroy()
    this.#client = null
    this.#sending = Promise.resolve()
  }

  async disconnect(): Promise<void> {
    const client = this.#client
    this.#client = null
    if (!client) return
    // A restart says no goodbye: the broker publishes its last will.
    client.stream.destroy()
    await client.endAsync(true)
  }

  async close(): Promise<void> {
    this.unit.powerCut()
    await this.disconnect()
  }
}

import { connect, type MqttClient } from 'mqtt'
import { z } from 'zod'
import type { Clock, Log } from '../../../server/core/outside.ts'
import type { MarinaModel } from '../load/model.ts'
import type { DemoDevice, Operate } from '../marina.ts'
import { publishedQuantiser } from '../quantise.ts'

export interface FleetGateway {
  readonly clientId: string
  readonly username: string
  readonly password: string
  readonly devices: readonly DemoDevice[]
}

const COMMAND = z.object({
  id: z.string(),
  device: z.string(),
  point: z.string(),
  value: z.number(),
  expires_at: z.string(),
})
const TICK_MS = 1_000
const RECONNECT_MS = 1_000

/** Gateways that publish to the hub's broker as any gateway in the field would: own credentials, last will, QoS 1. */
export class MqttFleet {
  readonly #url: string
  readonly #gateways: readonly FleetGateway[]
  readonly #model: MarinaModel
  readonly #clock: Clock
  readonly #log: Log
  readonly #operate: Operate
  #running: readonly { readonly client: MqttClient; readonly timer: { stop(): void } }[] = []

  constructor(
    url: string,
    gateways: readonly FleetGateway[],
    deps: { readonly model: MarinaModel; readonly clock: Clock; readonly log: Log; readonly operate: Operate },
  ) {
    this.#url = url
    this.#gateways = gateways
    this.#model = deps.model
    this.#clock = deps.clock
    this.#log = deps.log
    this.#operate = deps.operate
  }

  start(): void {
    if (this.#running.length > 0) return
    this.#running = this.#gateways.map((gateway) => this.#run(gateway))
  }

  async stop(): Promise<void> {
    const running = this.#running
    this.#running = []
    await Promise.all(
      running.map(async ({ client, timer }) => {
        timer.stop()
        await client.endAsync(true)
      }),
    )
  }

  #run({ clientId, username, password, devices }: FleetGateway) {
    const status = `quaywatch/${clientId}/status`
    const command = `quaywatch/${clientId}/command`
    const { hostname, port } = new URL(this.#url)
    const client = connect({
      host: hostname,
      port: Number(port),
      clientId,
      username,
      password,
      protocolVersion: 4,
      reconnectPeriod: RECONNECT_MS,
      // The broker learns of a new gateway a moment after it was made, and refuses it until then.
      reconnectOnConnackError: true,
      will: { topic: status, payload: Buffer.from('offline'), qos: 1, retain: true },
    })
    const send = (topic: string, payload: string, retain: boolean) =>
      client.publish(topic, payload, { qos: 1, retain }, (error) => {
        if (error) this.#log.debug({ clientId, error: String(error) }, 'demo gateway could not publish')
      })
    const report = (device: DemoDevice) =>
      send(`quaywatch/${clientId}/${device.key}/telemetry`, this.#payload(device, this.#clock.now()), false)
    client.on('connect', () => {
      send(status, 'online', true)
      for (const device of devices) report(device)
      client.subscribe(command, { qos: 1 }, (error) => {
        if (error) this.#log.debug({ clientId, error: String(error) }, 'demo gateway takes no commands')
      })
    })
    client.on('message', (topic, payload) => {
      if (topic !== command) return
      const { device, result } = this.#obey(devices, payload.toString())
      send(`${command}/result`, JSON.stringify(result), false)
      if (device) report(device)
    })
    client.on('error', (error) => this.#log.debug({ clientId, error: String(error) }, 'demo gateway has no broker'))
    let tick = 0
    const timer = this.#clock.every(TICK_MS, () => {
      tick += 1
      // What cannot be sent now is not kept: a queue that grows while the hub is away would be a flood when it is back.
      if (!client.connected) return
      devices.forEach((device, index) => {
        if ((tick + index) % device.pollIntervalS === 0) report(device)
      })
    })
    return { client, timer }
  }

  /** Does what a command says, if there is time left for it, and says how the device is then. */
  #obey(devices: readonly DemoDevice[], payload: string) {
    const { id, device: name, point, value, expires_at } = COMMAND.parse(JSON.parse(payload))
    const now = this.#clock.now()
    const device = devices.find(({ key, source }) => key === name && source.kind === 'breaker') ?? null
    if (!device) return { device, result: { id, ok: false, error: `no breaker ${name}` } }
    if (now > Date.parse(expires_at)) return { device: null, result: { id, ok: false, error: 'came too late' } }
    this.#operate(device, point, value)
    return { device, result: { id, ok: true, value: this.#model.values(device.source, now).state === 1 } }
  }

  #payload(device: DemoDevice, at: number): string {
    const values: Record<string, number | boolean> = {}
    for (const [metric, value] of Object.entries(this.#model.values(device.source, at))) {
      values[metric] = metric === 'pump_running' ? value > 0 : publishedQuantiser(metric)(value)
    }
    return JSON.stringify({ ts: at, values })
  }
}

import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { connect, type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt'
import type { MqttConfig } from '../../driver.ts'
import type { Broker, Downlink } from './broker.ts'
import { answerClaim, CLAIM_ANSWER_TOPIC, CLAIM_TOPIC } from './claim.ts'
import type { Settle } from './commit-queue.ts'
import type { BrokerDeps } from './embedded-broker.ts'
import type { MqttGateway } from './gateway.ts'
import { clientIdOf, ROOT } from './topics.ts'

type ExternalConfig = Extract<MqttConfig, { mode: 'external' }>

/** Messages taken in whose commit is awaited. Beyond it the connection is not read further. */
const MAX_IN_FLIGHT = 5000
const RECONNECT_MS = 2000

/**
 * A broker elsewhere, on which every gateway's topics come over one connection. The session is kept across
 * restarts, and messages are acknowledged after their commit: what was not committed comes again.
 */
export class ExternalBroker implements Broker {
  readonly endpoint = null
  readonly #deps: BrokerDeps
  readonly #client: MqttClient
  #inFlight = 0
  #resume: (() => void) | null = null

  constructor(config: ExternalConfig, deps: BrokerDeps) {
    this.#deps = deps
    this.#client = connect(config.url, optionsOf(config))
    this.#client.handleMessage = (packet, next) => this.#handle(packet, next)
    this.#client.on('connect', () => deps.log.info({ broker: redacted(config.url) }, 'mqtt connected'))
    this.#client.on('close', () => deps.log.debug({ broker: redacted(config.url) }, 'mqtt connection closed'))
    this.#client.on('error', (error) => deps.log.warn({ broker: redacted(config.url), error: error.message }, 'mqtt'))
    // Not once: a broker that lost our session, or never kept it, must be asked again.
    this.#client.on('connect', ({ sessionPresent }) => {
      if (sessionPresent) return
      this.#subscribe(`${ROOT}#`)
      for (const gateway of deps.gateways.all()) this.join(gateway)
    })
  }

  join(gateway: MqttGateway): void {
    if (gateway.isBridge && this.#client.connected) this.#subscribe(`${gateway.prefix}#`)
  }

  async publish(gateway: MqttGateway, { topic, payload, isRetained }: Downlink) {
    const isConnected = this.#client.connected && gateway.isOnline
    if (!isConnected && !isRetained) return { isConnected }
    const sent = this.#client.publishAsync(gateway.prefix + topic, payload, { qos: 1, retain: isRetained })
    // Without a connection it is sent with the next one, and nobody waits for that.
    if (isConnected) await sent
    else sent.catch((error: unknown) => this.#deps.log.warn({ topic, error: String(error) }, 'mqtt publish'))
    return { isConnected }
  }

  async disconnect(): Promise<void> {
    // Who may connect there is not ours to say.
  }

  async stop(): Promise<void> {
    this.#resume?.()
    await this.#client.endAsync(true)
  }

  /**
   * mqtt.js takes the next packet only when `next` was called, and acknowledges unless it is given an error. Waiting
   * for the commit here would make every commit one message long: so it goes on at once, and the acknowledgement is
   * written when its time comes.
   */
  #handle(packet: IPublishPacket, next: (error?: Error) => void): void {
    const { stream } = this.#client
    this.#inFlight += 1
    this.#deliver(packet, (outcome) => {
      this.#inFlight -= 1
      if (this.#inFlight < MAX_IN_FLIGHT) this.#goOn()
      if (stream.destroyed || packet.qos === 0) return
      if (outcome instanceof Error) stream.destroy()
      else stream.write(puback(packet.messageId ?? 0))
    })
    const done = () => next(new Error('acknowledged elsewhere'))
    if (this.#inFlight < MAX_IN_FLIGHT) done()
    else this.#resume = done
  }

  #subscribe(topic: string): void {
    this.#client.subscribe(topic, { qos: 1 }, (error) => {
      if (error) this.#deps.log.error({ topic, error: error.message }, 'mqtt subscription refused')
    })
  }

  #goOn(): void {
    const resume = this.#resume
    this.#resume = null
    resume?.()
  }

  #deliver(packet: IPublishPacket, settle: Settle): void {
    const { topic, qos } = packet
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
    const gateway = this.#deps.gateways.ofTopic(topic)
    if (topic === CLAIM_TOPIC || topic === CLAIM_ANSWER_TOPIC) {
      if (topic === CLAIM_TOPIC && !packet.retain) void this.#claim(payload)
      settle('consumed')
    } else if (gateway === undefined) {
      if (!packet.retain) this.#deps.receiver.refuseStranger(clientIdOf(topic) ?? '', topic, payload)
      settle('consumed')
    } else if (isOwnWord(topic.slice(gateway.prefix.length)) || isOfUnknownAge(packet)) settle('consumed')
    else this.#deps.receiver.receive(gateway, { topic, payload, qos, isWill: false, isRetained: packet.retain }, settle)
  }

  async #claim(payload: Buffer): Promise<void> {
    try {
      const answer = await answerClaim(payload, this.#deps.redeem, false)
      await this.#client.publishAsync(CLAIM_ANSWER_TOPIC, answer, { qos: 1 })
    } catch (error) {
      this.#deps.log.warn({ error: String(error) }, 'claim')
    }
  }
}

/** A retained sample may have been sent a year ago. */
function isOfUnknownAge(packet: IPublishPacket): boolean {
  return packet.retain && packet.topic.endsWith('/telemetry')
}

/** Topics that the hub itself writes: our subscription echoes them. */
function isOwnWord(rest: string): boolean {
  return rest === 'config/set' || rest === 'command' || rest === 'ota'
}

function puback(messageId: number): Buffer {
  return Buffer.of(0x40, 2, messageId >> 8, messageId & 0xff)
}

function optionsOf(config: ExternalConfig): IClientOptions {
  return {
    protocolVersion: 4,
    clean: false,
    // The broker finds the session by it after a restart.
    clientId: `quaywatch-${createHash('sha256').update(`${hostname()} ${config.url}`).digest('hex').slice(0, 12)}`,
    reconnectPeriod: RECONNECT_MS,
    resubscribe: false,
    ...(config.username === undefined ? {} : { username: config.username }),
    ...(config.password === undefined ? {} : { password: config.password }),
    ...(config.ca === undefined ? {} : { ca: config.ca }),
  }
}

/** The URL without credentials, for logs. */
function redacted(url: string): string {
  const parsed = new URL(url)
  parsed.username = ''
  parsed.password = ''
  return parsed.href
}

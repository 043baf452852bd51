import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock, GatewayLink, GatewayPlan } from '../../../../server/core/outside.ts'
import { Commands } from './commands.ts'
import { buildRoutes, gatewayPrefix, type Route } from './topics.ts'
import { zigbeeRoute } from './zigbee-topics.ts'

const SHORTEST_SILENCE_MS = 60_000
const MISSED_PERIODS = 3
/** Messages closer together than this belong to one round of the gateway's devices. */
const SAME_ROUND_MS = 1000
const REMEMBERED_GAPS = 5

export type MqttConnection = Extract<GatewayPlan['connection'], { type: 'mqtt' | 'zigbee' }>

/** What the driver knows of one gateway: who it is, where it may publish, and whether it is there. */
export class MqttGateway {
  readonly id: string
  readonly commands: Commands
  readonly #report: (link: GatewayLink) => void
  #connection: MqttConnection
  #prefix = ''
  #routes: ReadonlyMap<string, Route> = new Map()
  #periodMs = SHORTEST_SILENCE_MS
  /** Null until something told: the gateway spoke, its will came, or it was silent for too long. */
  #isOnline: boolean | null = null
  #heardAt: number
  #gapsMs: number[] = []
  #isStopped = false

  constructor(plan: GatewayPlan, connection: MqttConnection, clock: Clock, report: (link: GatewayLink) => void) {
    this.id = plan.id
    this.#report = report
    this.commands = new Commands(clock)
    this.#heardAt = clock.now()
    this.#connection = connection
    this.update(plan, connection)
  }

  /** By which its topics are told apart: the client_id, or the base topic of a Zigbee bridge. */
  get topicName(): string {
    return topicNameOf(this.#connection)
  }

  get isBridge(): boolean {
    return this.#connection.type === 'zigbee'
  }

  get username(): string {
    return this.#connection.username
  }

  get prefix(): string {
    return this.#prefix
  }

  /** True from its first word to its will or its silence. */
  get isOnline(): boolean {
    return this.#isOnline === true
  }

  update(plan: GatewayPlan, connection: MqttConnection): void {
    this.#connection = connection
    this.#prefix = connection.type === 'mqtt' ? gatewayPrefix(connection.clientId) : `${connection.baseTopic}/`
    this.#routes = connection.type === 'mqtt' ? buildRoutes(connection.clientId, plan.devices) : new Map()
    this.#periodMs = plan.devices.reduce((least, device) => Math.min(least, device.pollIntervalMs), Infinity)
    if (!Number.isFinite(this.#periodMs)) this.#periodMs = SHORTEST_SILENCE_MS
  }

  /** Whether these are the same credentials, so that connections made with them may stay. */
  hasCredentialsOf(other: MqttConnection): boolean {
    const own = this.#connection
    return (
      topicNameOf(own) === topicNameOf(other) &&
      own.username === other.username &&
      own.passwordSha256 === other.passwordSha256
    )
  }

  accepts(password: Buffer): boolean {
    const given = createHash('sha256').update(password).digest()
    const expected = Buffer.from(this.#connection.passwordSha256, 'hex')
    return given.length === expected.length && timingSafeEqual(given, expected)
  }

  route(topic: string): Route | undefined {
    return this.isBridge ? zigbeeRoute(this.#prefix, topic) : this.#routes.get(topic)
  }

  /** A message came: the gateway is there. */
  heard(now: number): void {
    const gapMs = now - this.#heardAt
    if (gapMs > SAME_ROUND_MS && this.#isOnline !== null) {
      this.#gapsMs.push(gapMs)
      if (this.#gapsMs.length > REMEMBERED_GAPS) this.#gapsMs.shift()
    }
    this.#heardAt = now
    if (this.#isOnline !== true) this.#become(true, now, null)
  }

  lost(now: number, cause: string): void {
    if (this.#isOnline !== false) this.#become(false, now, cause)
  }

  checkSilence(now: number): void {
    // A quiet Zigbee network is a healthy one; its bridge has a last will.
    if (this.isBridge) return
    if (this.#isOnline !== false && now - this.#heardAt > this.#silenceMs()) this.#become(false, now, 'silence')
  }

  stop(): void {
    this.#isStopped = true
  }

  /**
   * Three periods, learned or planned, and never under a minute. The median of the last gaps: one outage must not
   * teach that outages are normal.
   */
  #silenceMs(): number {
    const gaps = [...this.#gapsMs].sort((a, b) => a - b)
    const learnedMs = gaps[Math.floor(gaps.length / 2)] ?? 0
    return Math.max(SHORTEST_SILENCE_MS, MISSED_PERIODS * Math.max(this.#periodMs, learnedMs))
  }

  #become(isOnline: boolean, now: number, cause: string | null): void {
    if (this.#isStopped) return
    this.#isOnline = isOnline
    this.#report({ gatewayId: this.id, isOnline, since: now, cause })
  }
}

const topicNameOf = (connection: MqttConnection): string =>
  connection.type === 'mqtt' ? connection.clientId : connection.baseTopic

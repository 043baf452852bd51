import type { Clock, InboxMessage, Reading } from '../../../../server/core/outside.ts'
import type { Sink } from '../../driver.ts'
import { COMMAND_RESULT } from './commands.ts'
import { CommitQueue, type Settle } from './commit-queue.ts'
import type { MqttGateway } from './gateway.ts'
import { decodeTelemetry } from './payload.ts'
import { missReason, type Route } from './topics.ts'
import { bridgeState } from './zigbee-topics.ts'

const SAMPLE_CHARACTERS = 512
/** A Zigbee bridge lists all its devices in one. */
const MAX_REPORT_BYTES = 1024 * 1024

/** One message as a broker hands it over. */
export interface Arrival {
  readonly topic: string
  readonly payload: Buffer
  readonly qos: 0 | 1 | 2
  /** Kept by a broker from before: of unknown age. */
  readonly isRetained: boolean
  /** Sent by the broker in the gateway's stead, because its connection broke. */
  readonly isWill: boolean
}

/** Sorts messages: samples to the store, states to the link, reports to who asked, the rest to the inbox. */
export class Receiver {
  readonly #sink: Sink
  readonly #clock: Clock
  readonly #commits: CommitQueue

  constructor(sink: Sink, clock: Clock) {
    this.#sink = sink
    this.#clock = clock
    this.#commits = new CommitQueue((batch) => sink.commit(batch))
  }

  /** Settles once: when the sender may forget the message, or with the error for which it must send it again. */
  receive(gateway: MqttGateway, arrival: Arrival, settle: Settle): void {
    const route = gateway.route(arrival.topic)
    // A status says itself whether the gateway is there; a will is sent by the broker.
    if (!saysItself(route) && !arrival.isWill) gateway.heard(this.#clock.now())
    if (route === undefined) {
      this.refuse(gateway, arrival.topic, arrival.payload, missReason(gateway.prefix, arrival.topic))
      settle('consumed')
    } else if (route.kind === 'telemetry') this.#telemetry(gateway, route.deviceId, arrival, settle)
    else if (route.kind === 'status') settle(this.#status(gateway, arrival, statusWord(arrival.payload)))
    else if (route.kind === 'bridge_state') settle(this.#status(gateway, arrival, bridgeState(arrival.payload) ?? ''))
    else if (route.kind === 'ignored') settle('consumed')
    else this.#reported(gateway, route.topic, arrival, settle)
  }

  refuse(gateway: MqttGateway, topic: string, payload: Buffer, reason: InboxMessage['reason']): void {
    this.#sink.inbox(inboxMessage(gateway.id, gateway.topicName, topic, payload, reason, this.#clock.now()))
  }

  /** For messages of nobody that we know: only an external broker brings those. */
  refuseStranger(clientId: string, topic: string, payload: Buffer): void {
    this.#sink.inbox(inboxMessage(null, clientId, topic, payload, 'unknown_topic', this.#clock.now()))
  }

  #telemetry(gateway: MqttGateway, deviceId: string, arrival: Arrival, settle: Settle): void {
    const now = this.#clock.now()
    const { samples, reason } = decodeTelemetry(arrival.payload, now)
    if (reason !== null) this.refuse(gateway, arrival.topic, arrival.payload, reason)
    const readings: Reading[] = []
    for (const { at, values } of samples) {
      for (const _ in values) {
        readings.push({ deviceId, at, values, quality: 'good' })
        break
      }
    }
    if (readings.length === 0) settle('consumed')
    else if (arrival.qos > 0) this.#commits.add(readings, settle)
    else {
      for (const reading of readings) this.#sink.offer(reading)
      settle('consumed')
    }
  }

  #status(gateway: MqttGateway, arrival: Arrival, word: string): 'forward' | 'consumed' {
    const now = this.#clock.now()
    if (word === 'online') gateway.heard(now)
    else if (word === 'offline') gateway.lost(now, arrival.isWill ? 'last will' : 'said offline')
    // An empty payload clears a retained status: it says nothing about now.
    else if (arrival.payload.length > 0) {
      this.refuse(gateway, arrival.topic, arrival.payload, 'bad_payload')
      return 'consumed'
    }
    return 'forward'
  }

  #reported(gateway: MqttGateway, topic: string, arrival: Arrival, settle: Settle): void {
    const { payload, qos, isRetained } = arrival
    if (payload.length > MAX_REPORT_BYTES) {
      this.refuse(gateway, arrival.topic, payload, 'too_large')
      settle('consumed')
      return
    }
    if (topic === COMMAND_RESULT) gateway.commands.answered(payload)
    const at = this.#clock.now()
    this.#sink.report({ gatewayId: gateway.id, topic, payload: payload.toString(), isRetained, at }).then(
      () => settle('forward'),
      // Who sends without asking for an acknowledgement does not send again.
      (error) => settle(qos === 0 ? 'forward' : error instanceof Error ? error : new Error(String(error))),
    )
  }
}

/** Topics that tell whether the gateway is there, and those that others wrote. */
const saysItself = (route: Route | undefined): boolean =>
  route?.kind === 'status' || route?.kind === 'bridge_state' || route?.kind === 'ignored'

const statusWord = (payload: Buffer): string => (payload.length <= 16 ? payload.toString().trim() : '')

function inboxMessage(
  gatewayId: string | null,
  clientId: string,
  topic: string,
  payload: Buffer,
  reason: InboxMessage['reason'],
  at: number,
): InboxMessage {
  // Four bytes is the longest character in UTF-8: the rest of a huge payload need not be decoded.
  const sample = payload
    .subarray(0, SAMPLE_CHARACTERS * 4)
    .toString()
    .slice(0, SAMPLE_CHARACTERS)
  return { gatewayId, clientId, topic: topic.slice(0, SAMPLE_CHARACTERS), reason, at, sample }
}

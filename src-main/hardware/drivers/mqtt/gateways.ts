import type { MqttGateway } from './gateway.ts'
import { clientIdOf } from './topics.ts'

/** The gateways that may talk now, found by who they say they are. */
export class MqttGateways {
  readonly #byUsername = new Map<string, MqttGateway>()
  readonly #byClientId = new Map<string, MqttGateway>()
  /** Few, and their topics have no common root to look them up by. */
  readonly #bridges = new Set<MqttGateway>()

  add(gateway: MqttGateway): void {
    this.#byUsername.set(gateway.username, gateway)
    if (gateway.isBridge) this.#bridges.add(gateway)
    else this.#byClientId.set(gateway.topicName, gateway)
  }

  remove(gateway: MqttGateway): void {
    if (this.#byUsername.get(gateway.username) === gateway) this.#byUsername.delete(gateway.username)
    if (this.#byClientId.get(gateway.topicName) === gateway) this.#byClientId.delete(gateway.topicName)
    this.#bridges.delete(gateway)
  }

  withUsername(username: string): MqttGateway | undefined {
    return this.#byUsername.get(username)
  }

  /** Whose topic this is. */
  ofTopic(topic: string): MqttGateway | undefined {
    const clientId = clientIdOf(topic)
    if (clientId !== null) return this.#byClientId.get(clientId)
    for (const bridge of this.#bridges) if (topic.startsWith(bridge.prefix)) return bridge
    return undefined
  }

  *all(): Iterable<MqttGateway> {
    yield* this.#byClientId.values()
    yield* this.#bridges
  }
}

import type { MqttGateway } from './gateway.ts'

/** The gateways that may talk now, found by who they say they are. */
export class MqttGateways {
  readonly #byUsername = new Map<string, MqttGateway>()
  readonly #byClientId = new Map<string, MqttGateway>()

  add(gateway: MqttGateway): void {
    this.#byUsername.set(gateway.username, gateway)
    this.#byClientId.set(gateway.clientId, gateway)
  }

  remove(gateway: MqttGateway): void {
    if (this.#byUsername.get(gateway.username) === gateway) this.#byUsername.delete(gateway.username)
    if (this.#byClientId.get(gateway.clientId) === gateway) this.#byClientId.delete(gateway.clientId)
  }

  withUsername(username: string): MqttGateway | undefined {
    return this.#byUsername.get(username)
  }

  withClientId(clientId: string): MqttGateway | undefined {
    return this.#byClientId.get(clientId)
  }

  all(): Iterable<MqttGateway> {
    return this.#byClientId.values()
  }
}

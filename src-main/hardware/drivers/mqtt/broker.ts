import type { MqttGateway } from './gateway.ts'

export interface Downlink {
  /** Below the gateway's prefix. */
  readonly topic: string
  readonly payload: string
  readonly isRetained: boolean
}

/** Where gateways publish to: the broker inside, or one elsewhere that we are a client of. */
export interface Broker {
  /** Address that gateways connect to; null where it is not ours to tell. */
  readonly endpoint: string | null
  /**
   * Sends below a gateway's prefix, QoS 1. Where the gateway is not there only what is retained is sent: whoever asked
   * is told so, and nothing waits to reach the gateway at a time when nobody expects it.
   */
  publish(gateway: MqttGateway, message: Downlink): Promise<{ readonly isConnected: boolean }>
  /** Hears what a gateway says from now on; where its topics are not heard anyway. */
  join(gateway: MqttGateway): void
  /** Ends the connections made with a gateway's credentials: they are not valid any more. */
  disconnect(gatewayId: string): Promise<void>
  stop(): Promise<void>
}

/** Where gateways publish to: the broker inside, or one elsewhere that we are a client of. */
export interface Broker {
  /** Address that gateways connect to; null where it is not ours to tell. */
  readonly endpoint: string | null
  /** Ends the connections made with a gateway's credentials: they are not valid any more. */
  disconnect(gatewayId: string): Promise<void>
  stop(): Promise<void>
}

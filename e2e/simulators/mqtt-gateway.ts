import { connectAsync, type IPublishPacket, type MqttClient } from 'mqtt'

export interface MqttGatewayOptions {
  /** mqtt://host:port */
  readonly url: string
  /** client_id of the gateway, which is the topic's second part. */
  readonly clientId: string
  readonly username: string
  readonly password: string
  /** Connects again by itself after the connection broke. Default: no. */
  readonly reconnectMs?: number
}

export type Values = Readonly<Record<string, number | boolean | null>>

/** A gateway as it stands in a cabinet: it says online, has a last will, and publishes its devices' values. */
export interface MqttGatewaySimulator {
  readonly client: MqttClient
  /** Resolves when the broker acknowledged (QoS 1). `ts` is epoch milliseconds or ISO; absent = on arrival. */
  publish(externalId: string, values: Values, ts?: number | string): Promise<void>
  /** Any payload on any topic, for broken ones. */
  publishRaw(topic: string, payload: string | Buffer, qos?: 0 | 1 | 2): Promise<void>
  /** Breaks the connection without a goodbye: the broker publishes the last will. */
  drop(): void
  /** Says goodbye: no last will. */
  close(): Promise<void>
  /** What came on the topics that the hub writes (configuration, commands, firmware). */
  readonly received: readonly IPublishPacket[]
}

export async function createMqttGateway(options: MqttGatewayOptions): Promise<MqttGatewaySimulator> {
  const prefix = `quaywatch/${options.clientId}`
  const status = `${prefix}/status`
  const client = await connectAsync(
    options.url,
    {
      username: options.username,
      password: options.password,
      protocolVersion: 4,
      reconnectPeriod: options.reconnectMs ?? 0,
      connectTimeout: 5000,
      will: { topic: status, payload: Buffer.from('offline'), qos: 1, retain: true },
    },
    // Without it a refused sign-in is tried for ever.
    false,
  )
  const received: IPublishPacket[] = []
  client.on('message', (_topic, _payload, packet) => received.push(packet))
  // A dropped connection is what this is for, not an error of the test.
  client.on('error', () => undefined)
  await client.subscribeAsync([`${prefix}/config/set`, `${prefix}/command`, `${prefix}/ota`], { qos: 1 })
  await client.publishAsync(status, 'online', { qos: 1, retain: true })
  return {
    client,
    received,
    async publish(externalId, values, ts) {
      const payload = JSON.stringify(ts === undefined ? { values } : { ts, values })
      await client.publishAsync(`${prefix}/${externalId}/telemetry`, payload, { qos: 1 })
    },
    async publishRaw(topic, payload, qos = 1) {
      await client.publishAsync(topic, payload, { qos })
    },
    drop() {
      client.stream.destroy()
    },
    async close() {
      await client.endAsync()
    },
  }
}

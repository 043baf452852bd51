import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { Aedes, type AuthenticateError, type Client, type PublishPacket, type Subscription } from 'aedes'
import type { Log } from '../../../../server/core/outside.ts'
import type { Broker, Downlink } from './broker.ts'
import { answerClaim, CLAIM_ANSWER_TOPIC, CLAIM_TOPIC, CLAIM_USER, type Redeem } from './claim.ts'
import { COMMAND } from './commands.ts'
import type { MqttGateway } from './gateway.ts'
import type { MqttGateways } from './gateways.ts'
import type { Receiver } from './receiver.ts'

/** Before its sign-in a connection gets no more than a CONNECT with a will can need. */
const MAX_BYTES_BEFORE_SIGN_IN = 64 * 1024
/**
 * Above this a message cannot even be taken in to be refused, and ends its connection. Between a payload's cap and
 * this it is refused and acknowledged, or its sender would send it for ever.
 */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024
const MAX_CONNECTIONS = 2000
const MAX_SUBSCRIPTIONS = 64
const MAX_CLAIMERS = 16
const CONNECT_TIMEOUT_MS = 10_000
/** A gateway that does not read what it subscribed to must not hold the others up for long. */
const DRAIN_TIMEOUT_MS = 5000
const BAD_CREDENTIALS = 4
const NOT_AUTHORIZED = 5
const EMPTY = Buffer.alloc(0)

class Connection {
  readonly socket: Socket
  gateway: MqttGateway | null = null
  isSignedIn = false
  /** Has no credentials yet: may show a code, and hear the answer. */
  isClaimer = false
  subscriptions = 0
  #bytesBefore = 0

  constructor(socket: Socket) {
    this.socket = socket
  }

  sawPacket(): void {
    this.#bytesBefore = this.socket.bytesRead
  }

  get isOverfed(): boolean {
    const limit = this.isSignedIn ? MAX_MESSAGE_BYTES : MAX_BYTES_BEFORE_SIGN_IN
    return this.socket.bytesRead - this.#bytesBefore > limit
  }
}

export interface BrokerDeps {
  readonly gateways: MqttGateways
  readonly receiver: Receiver
  readonly redeem: Redeem
  readonly log: Log
}

/**
 * A broker for gateways and the hub alone. A connection is who its user name says; what MQTT calls the client
 * identifier is free, and private to the gateway. The acknowledgement of a QoS 1 message leaves when
 * `authorizePublish` calls back, which is after the commit.
 */
export class EmbeddedBroker implements Broker {
  readonly endpoint: string
  readonly #aedes: Aedes
  readonly #server: Server
  readonly #deps: BrokerDeps
  readonly #connections: WeakMap<Client, Connection>
  readonly #clients = new Map<string, Set<Client>>()
  readonly #claimers = new Set<Client>()

  static async start(host: string, port: number, deps: BrokerDeps): Promise<EmbeddedBroker> {
    const aedes = await Aedes.createBroker({ connectTimeout: CONNECT_TIMEOUT_MS, drainTimeout: DRAIN_TIMEOUT_MS })
    const connections = new WeakMap<Client, Connection>()
    const server = createServer((socket) => accept(aedes, connections, deps, socket))
    server.maxConnections = MAX_CONNECTIONS
    server.listen(port, host)
    try {
      await once(server, 'listening')
    } catch (error) {
      await closeAedes(aedes)
      throw error
    }
    return new EmbeddedBroker(aedes, server, connections, deps)
  }

  private constructor(aedes: Aedes, server: Server, connections: WeakMap<Client, Connection>, deps: BrokerDeps) {
    this.#aedes = aedes
    this.#server = server
    this.#connections = connections
    this.#deps = deps
    this.endpoint = endpointOf(server)
    aedes.authenticate = (client, username, password, done) => {
      const error = this.#authenticate(client, username, password)
      done(error, error === null)
    }
    aedes.authorizePublish = (client, packet, done) => this.#authorizePublish(client, packet, done)
    aedes.authorizeSubscribe = (client, subscription, done) =>
      done(null, this.#authorizeSubscribe(client, subscription))
    aedes.authorizeForward = (client, packet) => {
      const connection = this.#connections.get(client)
      // Sent to this one client by #claim: nobody can publish there.
      if (connection?.isClaimer) return packet.topic === CLAIM_ANSWER_TOPIC ? packet : null
      const gateway = connection?.gateway
      if (!gateway || !packet.topic.startsWith(gateway.prefix)) return null
      const isCommand = packet.topic === gateway.prefix + COMMAND
      return isCommand && gateway.commands.isExpired(Buffer.from(packet.payload)) ? null : packet
    }
    aedes.on('ping', (_packet, client) => this.#connections.get(client)?.sawPacket())
    aedes.on('client', (client) => this.#joined(client))
    aedes.on('clientDisconnect', (client) => this.#left(client))
    aedes.on('clientError', (client, error) =>
      deps.log.debug({ client: client.id, error: error.message }, 'mqtt client'),
    )
    aedes.addListener('error', (error: Error) => deps.log.error({ error: error.message }, 'mqtt broker'))
    aedes.on('connectionError', (_client, error) => deps.log.debug({ error: error.message }, 'mqtt connection'))
  }

  async publish(gateway: MqttGateway, { topic, payload, isRetained }: Downlink) {
    const isConnected = this.#isConnected(gateway.id)
    if (!isConnected && !isRetained) return { isConnected }
    const packet = { cmd: 'publish', qos: 1, dup: false, retain: isRetained, topic: gateway.prefix + topic } as const
    await new Promise<void>((resolve, reject) =>
      this.#aedes.publish({ ...packet, payload }, (error) => (error ? reject(error) : resolve())),
    )
    return { isConnected }
  }

  join(): void {
    // Every gateway is heard: they connect here.
  }

  async disconnect(gatewayId: string): Promise<void> {
    const clients = [...(this.#clients.get(gatewayId) ?? [])]
    for (const client of clients) {
      const connection = this.#connections.get(client)
      if (connection) connection.gateway = null
    }
    await Promise.all(clients.map((client) => new Promise<void>((resolve) => client.close(resolve))))
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return
    const closed = once(this.#server, 'close')
    this.#server.close()
    await closeAedes(this.#aedes)
    await closed
  }

  #authenticate(client: Client, username: string | undefined, password: Buffer | undefined): AuthenticateError | null {
    const connection = this.#connections.get(client)
    if (!connection || username === undefined || password === undefined) {
      return refusal('a user name and a password are needed', NOT_AUTHORIZED)
    }
    if (username === CLAIM_USER) return this.#admitClaimer(client, connection)
    const gateway = this.#deps.gateways.withUsername(username)
    if (!gateway?.accepts(password)) return refusal('unknown user name or wrong password', BAD_CREDENTIALS)
    // Sessions are kept by client identifier: no gateway may take over another's by using the same one.
    client.id = `${gateway.id}/${client.id}`
    connection.gateway = gateway
    connection.isSignedIn = true
    connection.sawPacket()
    return null
  }

  #admitClaimer(client: Client, connection: Connection): AuthenticateError | null {
    if (this.#claimers.size >= MAX_CLAIMERS) return refusal('too many claims at once', NOT_AUTHORIZED)
    connection.isClaimer = true
    connection.isSignedIn = true
    connection.sawPacket()
    this.#claimers.add(client)
    return null
  }

  /** Told to the one who asked, never published: the answer carries a password. */
  #claim(client: Client, packet: PublishPacket, done: (error?: Error | null) => void): void {
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
    const isClaim = packet.topic === CLAIM_TOPIC
    sendNowhere(packet)
    if (!isClaim) {
      done(new Error('not a claim'))
      return
    }
    answerClaim(payload, this.#deps.redeem, true).then(
      (answer) => {
        done(null)
        const reply = { cmd: 'publish', topic: CLAIM_ANSWER_TOPIC, payload: answer } as const
        client.publish({ ...reply, qos: 0, retain: false, dup: false }, () => undefined)
      },
      (error) => done(error instanceof Error ? error : new Error(String(error))),
    )
  }

  #authorizePublish(client: Client | null, packet: PublishPacket, done: (error?: Error | null) => void): void {
    const connection = client ? this.#connections.get(client) : undefined
    const gateway = connection?.gateway
    if (client && connection?.isClaimer) {
      connection.sawPacket()
      this.#claim(client, packet, done)
      return
    }
    if (!client || !gateway) {
      done(new Error('not signed in'))
      return
    }
    connection.sawPacket()
    const isWill = client.closed
    // An old connection that breaks while the gateway already speaks over a new one says nothing.
    if (isWill && this.#isConnected(gateway.id, client)) {
      done(new Error('superseded'))
      return
    }
    const { topic, qos } = packet
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
    this.#deps.receiver.receive(gateway, { topic, payload, qos, isWill, isRetained: false }, (outcome) => {
      if (outcome === 'consumed') sendNowhere(packet)
      done(outcome instanceof Error ? outcome : null)
      // Acknowledged as it was sent; passed on without guarantee, or it would pile up for sessions that are away.
      packet.qos = 0
    })
  }

  #authorizeSubscribe(client: Client, subscription: Subscription): Subscription | null {
    const connection = this.#connections.get(client)
    if (connection?.isClaimer) return subscription.topic === CLAIM_ANSWER_TOPIC ? subscription : null
    if (!connection?.gateway || !subscription.topic.startsWith(connection.gateway.prefix)) return null
    connection.sawPacket()
    connection.subscriptions += 1
    return connection.subscriptions <= MAX_SUBSCRIPTIONS ? subscription : null
  }

  #joined(client: Client): void {
    const connection = this.#connections.get(client)
    if (connection?.isClaimer) return
    const gateway = connection?.gateway
    if (!gateway) {
      client.close()
      return
    }
    const clients = this.#clients.get(gateway.id) ?? new Set()
    this.#clients.set(gateway.id, clients.add(client))
  }

  #left(client: Client): void {
    this.#claimers.delete(client)
    for (const [gatewayId, clients] of this.#clients) {
      if (clients.delete(client) && clients.size === 0) this.#clients.delete(gatewayId)
    }
  }

  #isConnected(gatewayId: string, except: Client | null = null): boolean {
    for (const client of this.#clients.get(gatewayId) ?? []) if (client !== except && !client.closed) return true
    return false
  }
}

function accept(aedes: Aedes, connections: WeakMap<Client, Connection>, deps: BrokerDeps, socket: Socket): void {
  socket.setNoDelay(true)
  const connection = new Connection(socket)
  connections.set(aedes.handle(socket), connection)
  socket.on('readable', () => {
    if (!connection.isOverfed) return
    const { gateway } = connection
    if (gateway) deps.receiver.refuse(gateway, `${gateway.prefix}?`, EMPTY, 'too_large')
    socket.destroy()
  })
}

/** A message that ends with the hub goes on under a topic that nobody can subscribe to. */
function sendNowhere(packet: PublishPacket): void {
  packet.topic = 'nowhere'
  packet.payload = EMPTY
  packet.retain = false
}

function refusal(message: string, returnCode: typeof BAD_CREDENTIALS | typeof NOT_AUTHORIZED): AuthenticateError {
  return Object.assign(new Error(message), { returnCode })
}

function endpointOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the MQTT broker listens on no port')
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `mqtt://${host}:${address.port}`
}

function closeAedes(aedes: Aedes): Promise<void> {
  return new Promise((resolve) => aedes.close(resolve))
}

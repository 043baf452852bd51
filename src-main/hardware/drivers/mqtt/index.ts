import type { GatewayMessage, GatewayPlan, WriteOutcome, WriteRequest } from '../../../../server/core/outside.ts'
import { type DriverContext, type DriverRuntime, defineDriver, type MqttConfig, type Session } from '../../driver.ts'
import type { Broker } from './broker.ts'
import { COMMAND } from './commands.ts'
import { type BrokerDeps, EmbeddedBroker } from './embedded-broker.ts'
import { ExternalBroker } from './external-broker.ts'
import { type MqttConnection, MqttGateway } from './gateway.ts'
import { MqttGateways } from './gateways.ts'
import { Receiver } from './receiver.ts'

const SILENCE_CHECK_MS = 5000

/** Gateways that publish by MQTT: one broker, or one connection to one, for all of them. */
export const mqttDriver = defineDriver({
  async start({ mqtt }, context) {
    if (mqtt.mode === 'off') return null
    const gateways = new MqttGateways()
    const receiver = new Receiver(context.sink, context.clock)
    const redeem = (code: string) => context.sink.claim(code)
    const broker = await startBroker(mqtt, { gateways, receiver, redeem, log: context.log })
    return new MqttRuntime(broker, gateways, context)
  },
})

async function startBroker(config: Exclude<MqttConfig, { mode: 'off' }>, deps: BrokerDeps): Promise<Broker> {
  if (config.mode === 'external') return new ExternalBroker(config, deps)
  return EmbeddedBroker.start(config.host, config.port, deps)
}

class MqttRuntime implements DriverRuntime {
  readonly #broker: Broker
  readonly #gateways: MqttGateways
  readonly #context: DriverContext
  readonly #silence: { stop(): void }

  constructor(broker: Broker, gateways: MqttGateways, context: DriverContext) {
    this.#broker = broker
    this.#gateways = gateways
    this.#context = context
    this.#silence = context.clock.every(SILENCE_CHECK_MS, () => {
      const now = context.clock.now()
      for (const gateway of gateways.all()) gateway.checkSilence(now)
    })
  }

  get endpoint(): string | null {
    return this.#broker.endpoint
  }

  async open(plan: GatewayPlan): Promise<Session> {
    const { clock, sink } = this.#context
    const gateway = new MqttGateway(plan, mqttConnection(plan), clock, (link) => sink.link(link))
    this.#gateways.add(gateway)
    this.#broker.join(gateway)
    return new MqttSession(gateway, plan, this.#gateways, this.#broker)
  }

  async stop(): Promise<void> {
    this.#silence.stop()
    await this.#broker.stop()
  }
}

class MqttSession implements Session {
  readonly #gateway: MqttGateway
  readonly #gateways: MqttGateways
  readonly #broker: Broker
  #plan: GatewayPlan

  constructor(gateway: MqttGateway, plan: GatewayPlan, gateways: MqttGateways, broker: Broker) {
    this.#gateway = gateway
    this.#plan = plan
    this.#gateways = gateways
    this.#broker = broker
  }

  async update(plan: GatewayPlan): Promise<void> {
    const connection = mqttConnection(plan)
    const isSame = this.#gateway.hasCredentialsOf(connection)
    this.#plan = plan
    this.#gateways.remove(this.#gateway)
    this.#gateway.update(plan, connection)
    this.#gateways.add(this.#gateway)
    this.#broker.join(this.#gateway)
    if (!isSame) await this.#broker.disconnect(this.#gateway.id)
  }

  describe(): null {
    return null
  }

  publish(message: GatewayMessage): Promise<{ readonly isConnected: boolean }> {
    return this.#broker.publish(this.#gateway, message)
  }

  async write({ deviceId, point: key, value }: WriteRequest): Promise<WriteOutcome> {
    const device = this.#plan.devices.find(({ id }) => id === deviceId)
    const point = device?.template?.points.find((each) => each.key === key)
    if (!device || !point || this.#plan.connection.type !== 'mqtt')
      return { readBack: null, isConfirmed: false, cause: `no point ${key} that takes commands` }
    const publish = (payload: string) =>
      this.#broker.publish(this.#gateway, { topic: COMMAND, payload, isRetained: false })
    return this.#gateway.commands.send(publish, device.externalId ?? device.id, point, value)
  }

  async stop(): Promise<void> {
    this.#gateway.stop()
    this.#gateways.remove(this.#gateway)
    await this.#broker.disconnect(this.#gateway.id)
  }
}

function mqttConnection(plan: GatewayPlan): MqttConnection {
  const { connection } = plan
  if (connection.type === 'mqtt' || connection.type === 'zigbee') return connection
  throw new Error(`gateway ${plan.id} is not an MQTT gateway`)
}

import { connectAsync, type MqttClient } from 'mqtt'

export interface ZigbeeBridgeOptions {
  /** mqtt://host:port */
  readonly url: string
  readonly username: string
  readonly password: string
  readonly baseTopic?: string
  readonly reconnectMs?: number
  /** Nodes that ask to join whenever the network is open. */
  readonly waiting?: readonly SimulatedNode[]
  /** How long each step of a join takes; default at once. */
  readonly stepMs?: number
  /** A node has joined, whole. */
  readonly joined?: (ieee: string) => void
  /** Nodes of the network from the start. */
  readonly nodes?: readonly SimulatedNode[]
  /** The bridge answers that it closed, and stays open. */
  readonly staysOpen?: boolean
}

/** A node as its device would be described by Zigbee2MQTT's converters. */
export interface SimulatedNode {
  readonly ieee: string
  readonly friendlyName: string
  readonly vendor: string
  readonly model: string
  readonly description: string
  readonly isBattery: boolean
  readonly exposes: readonly object[]
  /** What it tells; `state` of a plug changes when it is set. */
  state: Record<string, unknown>
}

export interface ZigbeeBridgeSimulator {
  readonly client: MqttClient
  readonly requests: readonly string[]
  /** Publishes a node's state, with these changes. */
  tell(ieee: string, changes?: Record<string, unknown>): Promise<void>
  available(ieee: string, isAvailable: boolean): Promise<void>
  /** A node that is away takes no command: nothing comes back. */
  numb(ieee: string, isNumb: boolean): void
  drop(): void
  close(): Promise<void>
}

const COORDINATOR = '0x00124b0024c1a001'

/** TS011F_plug_1: a smart plug with power monitoring, as zigbee-herdsman-converters exposes it. */
export function smartPlug(ieee: string, friendlyName = ieee): SimulatedNode {
  const numeric = (name: string, unit: string) => ({
    type: 'numeric',
    name,
    property: name,
    unit,
    access: 5,
    label: name,
  })
  return {
    ieee,
    friendlyName,
    vendor: 'Tuya',
    model: 'TS011F_plug_1',
    description: 'Smart plug (with power monitoring)',
    isBattery: false,
    exposes: [
      {
        type: 'switch',
        features: [
          {
            type: 'binary',
            name: 'state',
            label: 'State',
            property: 'state',
            access: 7,
            value_on: 'ON',
            value_off: 'OFF',
            value_toggle: 'TOGGLE',
          },
        ],
      },
      numeric('power', 'W'),
      numeric('current', 'A'),
      numeric('voltage', 'V'),
      numeric('energy', 'kWh'),
      {
        type: 'numeric',
        name: 'linkquality',
        property: 'linkquality',
        unit: 'lqi',
        access: 1,
        value_min: 0,
        value_max: 255,
      },
    ],
    state: { state: 'ON', power: 42, current: 0.19, voltage: 231, energy: 12.34, linkquality: 120 },
  }
}

/** WSDCGQ11LM: a battery sensor. */
export function climateSensor(ieee: string, friendlyName = ieee): SimulatedNode {
  const numeric = (name: string, unit: string) => ({ type: 'numeric', name, property: name, unit, access: 1 })
  return {
    ieee,
    friendlyName,
    vendor: 'Aqara',
    model: 'WSDCGQ11LM',
    description: 'Temperature and humidity sensor',
    isBattery: true,
    exposes: [
      numeric('battery', '%'),
      numeric('temperature', '°C'),
      numeric('humidity', '%'),
      numeric('voltage', 'mV'),
      numeric('linkquality', 'lqi'),
    ],
    state: { battery: 97, temperature: 21.4, humidity: 51.2, voltage: 2985, linkquality: 88 },
  }
}

/**
 * Zigbee2MQTT as it speaks on MQTT (2.x: lib/extension/bridge.ts, lib/mqtt.ts): state with a last will, retained info and
 * devices, requests answered with their transaction, joins announced step by step.
 */
export async function createZigbeeBridge(options: ZigbeeBridgeOptions): Promise<ZigbeeBridgeSimulator> {
  const base = options.baseTopic ?? 'zigbee2mqtt'
  const nodes = new Map((options.nodes ?? []).map((node) => [node.ieee, node]))
  const interviews = new Map<string, 'IN_PROGRESS' | 'SUCCESSFUL'>()
  const numb = new Set<string>()
  const requests: string[] = []
  let joinEnds: number | null = null
  let joinTimer: NodeJS.Timeout | undefined
  const state = { topic: `${base}/bridge/state`, retain: true, qos: 1 } as const
  const client = await connectAsync(
    options.url,
    {
      username: options.username,
      password: options.password,
      protocolVersion: 4,
      reconnectPeriod: options.reconnectMs ?? 0,
      connectTimeout: 5000,
      will: { ...state, payload: Buffer.from('{"state":"offline"}') },
    },
    false,
  )
  client.on('error', () => undefined)
  /** Closed in the middle of a join, it says no more. */
  const publish = async (topic: string, body: unknown, retain = false): Promise<void> => {
    if (client.disconnecting) return
    const payload = typeof body === 'string' ? body : JSON.stringify(body)
    await client.publishAsync(`${base}/${topic}`, payload, { retain })
  }
  const info = () =>
    publish(
      'bridge/info',
      {
        version: '2.14.1',
        coordinator: { ieee_address: COORDINATOR, type: 'EmberZNet' },
        network: { channel: 15, pan_id: 6754 },
        permit_join: joinEnds !== null,
        ...(joinEnds !== null && { permit_join_end: joinEnds }),
      },
      true,
    )
  const devices = () =>
    publish(
      'bridge/devices',
      [
        {
          ieee_address: COORDINATOR,
          type: 'Coordinator',
          friendly_name: 'Coordinator',
          interview_state: 'SUCCESSFUL',
          supported: true,
          disabled: false,
        },
        ...[...nodes.values()].map((node) => describe(node, interviews.get(node.ieee) ?? 'SUCCESSFUL')),
      ],
      true,
    )
  const tell = async (ieee: string, changes: Record<string, unknown> = {}) => {
    const node = nodes.get(ieee)
    if (!node) return
    Object.assign(node.state, changes)
    await publish(node.friendlyName, node.state)
  }
  const shut = async () => {
    clearTimeout(joinTimer)
    if (!options.staysOpen) joinEnds = null
    await info()
  }
  const open = async (seconds: number) => {
    joinEnds = Date.now() + seconds * 1000
    clearTimeout(joinTimer)
    joinTimer = setTimeout(() => void shut(), seconds * 1000)
    await info()
    for (const node of options.waiting ?? []) if (!nodes.has(node.ieee)) await join(node)
  }
  const step = () => new Promise<void>((resolve) => setTimeout(resolve, options.stepMs ?? 0))
  const join = async (node: SimulatedNode) => {
    await step()
    if (joinEnds === null) return
    const data = { friendly_name: node.friendlyName, ieee_address: node.ieee }
    nodes.set(node.ieee, node)
    interviews.set(node.ieee, 'IN_PROGRESS')
    await devices()
    await publish('bridge/event', { type: 'device_joined', data })
    await publish('bridge/event', { type: 'device_interview', data: { ...data, status: 'started' } })
    await step()
    interviews.set(node.ieee, 'SUCCESSFUL')
    options.joined?.(node.ieee)
    await devices()
    await publish('bridge/event', {
      type: 'device_interview',
      data: { ...data, status: 'successful', supported: true },
    })
    await tell(node.ieee)
  }
  const answer = async (request: string, body: Record<string, unknown>) => {
    const reply = (status: 'ok' | 'error', rest: object) =>
      publish(`bridge/response/${request}`, { status, ...rest, transaction: body.transaction })
    if (request === 'permit_join') {
      if (body.time === undefined) return reply('error', { data: {}, error: 'Invalid payload' })
      await reply('ok', { data: { time: body.time } })
      return Number(body.time) > 0 ? open(Number(body.time)) : shut()
    }
    if (request === 'device/remove') {
      const ieee = String(body.id)
      if (!nodes.delete(ieee)) return reply('error', { data: {}, error: `Device '${ieee}' does not exist` })
      await reply('ok', { data: { id: ieee, block: false, force: false } })
      return devices()
    }
    return reply('error', { data: {}, error: 'Unknown request' })
  }
  const set = async (name: string, body: Record<string, unknown>) => {
    const node = [...nodes.values()].find(({ ieee, friendlyName }) => ieee === name || friendlyName === name)
    if (!node || numb.has(node.ieee)) return
    const power =
      body.state === undefined ? {} : { power: body.state === 'ON' ? 42 : 0, current: body.state === 'ON' ? 0.19 : 0 }
    await tell(node.ieee, { ...body, ...power })
  }
  client.on('message', (topic, payload) => {
    const rest = topic.slice(base.length + 1)
    const isRequest = rest.startsWith('bridge/request/')
    if (!isRequest && !rest.endsWith('/set')) return
    requests.push(`${rest} ${payload}`)
    const body: Record<string, unknown> = JSON.parse(payload.toString())
    if (isRequest) void answer(rest.slice('bridge/request/'.length), body)
    else void set(rest.slice(0, -'/set'.length), body)
  })
  const greet = async () => {
    await client.publishAsync(state.topic, '{"state":"online"}', { retain: true, qos: 1 })
    await client.subscribeAsync(`${base}/#`)
  }
  await greet()
  client.on('connect', () => void greet())
  await info()
  await devices()
  for (const ieee of nodes.keys()) await tell(ieee)
  return {
    client,
    requests,
    tell,
    available: (ieee, isAvailable) =>
      publish(
        `${nodes.get(ieee)?.friendlyName ?? ieee}/availability`,
        { state: isAvailable ? 'online' : 'offline' },
        true,
      ),
    numb: (ieee, isNumb) => void (isNumb ? numb.add(ieee) : numb.delete(ieee)),
    drop: () => void client.stream.destroy(),
    async close() {
      clearTimeout(joinTimer)
      await client.endAsync()
    },
  }
}

function describe(node: SimulatedNode, interviewState: string): object {
  return {
    ieee_address: node.ieee,
    type: node.isBattery ? 'EndDevice' : 'Router',
    network_address: Number.parseInt(node.ieee.slice(-4), 16),
    supported: true,
    friendly_name: node.friendlyName,
    disabled: false,
    definition: {
      source: 'native',
      model: node.model,
      vendor: node.vendor,
      description: node.description,
      exposes: node.exposes,
      supports_ota: false,
    },
    power_source: node.isBattery ? 'Battery' : 'Mains (single phase)',
    interviewing: interviewState === 'IN_PROGRESS',
    interview_completed: interviewState === 'SUCCESSFUL',
    interview_state: interviewState,
  }
}

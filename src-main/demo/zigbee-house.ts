import {
  climateSensor,
  createZigbeeBridge,
  type SimulatedNode,
  smartPlug,
  type ZigbeeBridgeSimulator,
} from '../../e2e/simulators/zigbee2mqtt.ts'
import type { Actor } from '../../server/core/access.ts'
import type { Clock, Log } from '../../server/core/outside.ts'
import type { DemoState, DemoStateFile } from './demo-state.ts'
import type { SeededCore } from './seed.ts'

const NAME = 'Office Zigbee'
const BASE_TOPIC = 'zigbee2mqtt'
const SENSOR = '0x00158d0003c1a701'
const DRYER = '0xa4c138e2d10b4401'
/** Not in the network yet: a visitor pairs it. */
const KETTLE = '0xa4c138e2d10b4402'
const TELL_MS = 20_000
const RETRY_MS = 1_000
/** As slow as a real plug: it is found, then interviewed. */
const STEP_MS = 2_500
const HOUR_MS = 3_600_000
const BATTERY_PERIOD_S = 36_000
const MAINS_PERIOD_S = 1_800

export interface ZigbeeHouse {
  stop(): Promise<void>
}

/** A Zigbee2MQTT bridge in the marina's office: a sensor and a plug in the network, one more plug waiting to join. */
export async function startZigbeeHouse(
  core: SeededCore,
  actor: Actor,
  state: DemoState,
  file: DemoStateFile,
  { url, clock, log }: { readonly url: string; readonly clock: Clock; readonly log: Log },
): Promise<ZigbeeHouse> {
  const account = state.zigbee ?? (await seedNetwork(core, actor))
  state.zigbee = account
  file.save(state)
  const sensor = climateSensor(SENSOR, 'office-climate')
  const dryer = smartPlug(DRYER, 'laundry-dryer')
  const kettle = smartPlug(KETTLE)
  const isIn = (node: SimulatedNode) => account.joined.includes(node.ieee)
  const all = [sensor, dryer, kettle]
  const measure = () => {
    const now = clock.now()
    for (const node of all) Object.assign(node.state, stateAt(node, now, now - state.startedAt))
  }
  measure()
  let bridge: ZigbeeBridgeSimulator | null = null
  let isStopped = false
  const connect = async () => {
    try {
      const made = await createZigbeeBridge({
        url,
        username: account.username,
        password: account.password,
        baseTopic: BASE_TOPIC,
        reconnectMs: RETRY_MS,
        stepMs: STEP_MS,
        nodes: [sensor, dryer, ...(isIn(kettle) ? [kettle] : [])],
        waiting: [kettle],
        joined(ieee) {
          account.joined = [...account.joined, ieee]
          file.save(state)
        },
      })
      if (isStopped) await made.close()
      else {
        bridge = made
        await Promise.all([sensor, dryer].map(({ ieee }) => made.available(ieee, true)))
      }
    } catch (error) {
      log.debug({ error: String(error) }, 'demo zigbee bridge has no broker')
      // The broker learns of a new gateway a moment after it was made, and refuses it until then.
      if (!isStopped) clock.after(RETRY_MS, () => void connect())
    }
  }
  await connect()
  const timer = clock.every(TELL_MS, async () => {
    if (!bridge?.client.connected) return
    measure()
    for (const node of all) await bridge.tell(node.ieee)
  })
  return {
    async stop() {
      isStopped = true
      timer.stop()
      await bridge?.close()
    },
  }
}

async function seedNetwork(core: SeededCore, actor: Actor): Promise<NonNullable<DemoState['zigbee']>> {
  const { items } = await core.sites.subregions(actor, {}, { offset: 0, limit: 200, sortBy: 'name', sortOrder: 'asc' })
  const subregionId = items.find(({ name }) => name === 'Harbour and services')?.id ?? null
  const { gateway, password } = await core.gateways.add(actor, {
    name: NAME,
    type: 'zigbee',
    subregionId,
    isEnabled: true,
    connection: { base_topic: BASE_TOPIC },
  })
  for (const { name, ieee, template, pollIntervalS } of [
    { name: 'Office climate', ieee: SENSOR, template: null, pollIntervalS: BATTERY_PERIOD_S },
    { name: 'Laundry dryer plug', ieee: DRYER, template: 'zigbee-switch', pollIntervalS: MAINS_PERIOD_S },
  ])
    await core.devices.add(actor, {
      name,
      deviceType: 'zigbee',
      gatewayId: gateway.id,
      slaveId: null,
      externalId: ieee,
      templateId: template,
      subregionId,
      parentId: null,
      latitude: null,
      longitude: null,
      pollIntervalS,
    })
  return { gatewayId: gateway.id, username: gateway.username ?? '', password: password ?? '', joined: [] }
}

/** What a node tells at an instant; a plug that is off draws nothing. */
function stateAt(node: SimulatedNode, now: number, runningMs: number): Record<string, number> {
  const swing = Math.sin(now / (3 * HOUR_MS)) + 0.3 * Math.sin(now / (0.2 * HOUR_MS))
  if (node.isBattery)
    return { temperature: round(22.5 + 1.6 * swing, 2), humidity: round(52 - 5 * swing, 1), battery: 97, voltage: 2985 }
  const isOn = node.state.state === 'ON'
  const power = isOn ? round(820 + 60 * swing, 1) : 0
  return {
    power,
    current: round(power / 231, 2),
    voltage: round(231 + 1.5 * swing, 0),
    // The counter of a plug goes on from what it had; half the time it runs.
    energy: round(48.2 + (runningMs / HOUR_MS) * 0.41, 3),
  }
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits))

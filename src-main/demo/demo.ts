import { setImmediate } from 'node:timers/promises'
import type { Actor } from '../../server/core/access.ts'
import type { Clock, Log, TemplateSpec } from '../../server/core/outside.ts'
import type { TelemetryStore } from '../../server/core/telemetry/store.ts'
import { type DemoState, DemoStateFile } from './demo-state.ts'
import { startDockNodes } from './dock-nodes.ts'
import { type HistoryDevice, seedHistory } from './history.ts'
import { MarinaModel } from './load/model.ts'
import { Switches } from './load/switches.ts'
import { DEVICES, GATEWAYS, type Operate } from './marina.ts'
import { FULL_DAYS, pastBegins } from './past.ts'
import { type SeededCore, type SignIn, seedAdministrator, seedMarina } from './seed.ts'
import { seedDashboards } from './seed-dashboards.ts'
import { seedAgreements, seedExchange } from './seed-energy.ts'
import { seedLockout } from './seed-lockout.ts'
import { type FieldGateway, ModbusField } from './simulators/modbus-field.ts'
import { type FleetGateway, MqttFleet } from './simulators/mqtt-fleet.ts'
import { startZigbeeHouse } from './zigbee-house.ts'

export interface DemoOptions {
  readonly core: SeededCore
  readonly store: Pick<TelemetryStore, 'append' | 'compact'>
  readonly templates: readonly TemplateSpec[]
  readonly dataFolder: string
  /** The embedded broker's address; null leaves the MQTT gateways out. */
  readonly mqttUrl: string | null
  /** Administrator to make instead of one with a generated password. */
  readonly admin: SignIn | null
  readonly clock: Clock
  readonly log: Log
}

export interface Demo {
  /** To print once beside the ready line. */
  readonly signIn: SignIn
  /** Resolves when the history is on disk, or when stopped. */
  readonly historyDone: Promise<void>
  /** Idempotent. */
  stop(): Promise<void>
}

const DAY_MS = 86_400_000

/**
 * Starts the demo marina on a hub that is up: sets it up at the first start, runs its slaves and gateways on loopback and
 * writes its past in the background.
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { core, clock, log, dataFolder, mqttUrl } = options
  const file = new DemoStateFile(dataFolder)
  const state = file.load(clock.now())
  const switches = new Switches(state.switchings)
  const model = new MarinaModel(state.startedAt, switches)
  for (const _day of model.warming(clock.now())) await setImmediate()

  const operate: Operate = (device, point, value) => {
    if (!model.operate(device.source, point, value, clock.now())) return
    state.switchings = Object.fromEntries(Object.entries(switches.saved()).map(([node, times]) => [node, [...times]]))
    file.save(state)
  }
  const field = new ModbusField(modbusGateways(options.templates, state), { model, clock, log, operate })
  const ports = await field.start()
  const { signIn, actor } = await seedAdministrator(core, state, file, options.admin)
  await seedMarina(core, actor, state, file, ports)
  await seedAgreements(core, actor, state)
  await seedLockout(core, actor, state, file)
  await seedDashboards(core, actor, state, file)
  const fleet = mqttUrl === null ? null : new MqttFleet(mqttUrl, mqttGateways(state), { model, clock, log, operate })
  fleet?.start()
  const zigbee =
    mqttUrl === null ? null : await startZigbeeHouse(core, actor, state, file, { url: mqttUrl, clock, log })
  const nodes = mqttUrl === null ? null : await startDockNodes(core, actor, state, file, { url: mqttUrl, clock, log })

  const aborting = new AbortController()
  const historyDone = fillHistory(options, state, file, model, actor, aborting.signal)
  return {
    signIn,
    historyDone,
    async stop() {
      aborting.abort()
      await Promise.all([historyDone, fleet?.stop(), zigbee?.stop(), nodes?.stop(), field.stop()])
    },
  }
}

async function fillHistory(
  { core, store, templates, log }: DemoOptions,
  state: DemoState,
  file: DemoStateFile,
  model: MarinaModel,
  actor: Actor,
  signal: AbortSignal,
): Promise<void> {
  const from = pastBegins(state.startedAt)
  if (state.historyFrom <= from) return
  const began = performance.now()
  try {
    await seedHistory({
      store,
      model,
      devices: historyDevices(templates, state),
      from,
      until: state.historyFrom,
      fullFrom: state.startedAt - FULL_DAYS * DAY_MS,
      startedAt: state.startedAt,
      signal,
      dayDone: (downTo) => {
        state.historyFrom = downTo
        file.save(state)
      },
    })
    if (!signal.aborted) await seedExchange(core, actor, state, model)
    if (!signal.aborted) await store.compact()
    if (!signal.aborted) log.info({ ms: Math.round(performance.now() - began) }, 'demo history is written')
  } catch (error) {
    log.error({ error: String(error) }, 'demo history could not be written')
  }
}

const templateOf = (templates: readonly TemplateSpec[], key: string | null): TemplateSpec | null =>
  templates.find((template) => template.key === key) ?? null

const historyDevices = (templates: readonly TemplateSpec[], state: DemoState): readonly HistoryDevice[] =>
  DEVICES.flatMap((device) => {
    const id = state.devices[device.key]
    return id === undefined ? [] : [{ id, device, template: templateOf(templates, device.template) }]
  })

const modbusGateways = (templates: readonly TemplateSpec[], state: DemoState): readonly FieldGateway[] =>
  GATEWAYS.filter(({ kind }) => kind === 'modbus_tcp').map((gateway) => ({
    gateway,
    port: state.gateways[gateway.key]?.port ?? 0,
    devices: DEVICES.flatMap((device) => {
      const template = device.gateway === gateway.key ? templateOf(templates, device.template) : null
      return template ? [{ device, template }] : []
    }),
  }))

const mqttGateways = (state: DemoState): readonly FleetGateway[] =>
  GATEWAYS.flatMap(({ key, kind }) => {
    const password = kind === 'mqtt' ? state.gateways[key]?.password : null
    if (!password) return []
    return [{ clientId: key, username: key, password, devices: DEVICES.filter(({ gateway }) => gateway === key) }]
  })

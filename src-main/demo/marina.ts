import type { Severity } from '../../server/core/alarms/alarm.types.ts'
import type { Condition } from '../../server/core/alarms/condition.types.ts'
import type { Schedule } from '../../server/core/alarms/schedule.ts'
import type { DeviceType } from '../../server/core/devices/devices.types.ts'
import type { Clamp } from './load/meter.ts'
import { feederKey, MAIN, pedestalKey, phaseOfPedestal } from './load/supply.ts'
import type { Point } from './site/geometry.ts'
import { BUILDINGS, type Building, PEDESTALS, type Pedestal, PONTOONS, type Pontoon } from './site/layout.ts'

/** Koyda Marina, which does not exist: everything that the demo sets up, as plain data. */

export const MARINA = {
  tenant: 'Koyda Marina',
  timeZone: 'Europe/Istanbul',
  region: 'Koyda Marina',
  description: 'A fictional marina: every value is simulated',
  adminEmail: 'demo@koyda.example',
  colleagues: [
    { email: 'technician@koyda.example', name: 'Deniz Aydın', role: 'Technician' },
    { email: 'supervisor@koyda.example', name: 'Ece Yalçın', role: 'Supervisor' },
  ],
} as const

/** Where a device's values come from in the load model. */
export type Source =
  | { readonly kind: 'meter'; readonly node: string; readonly clamp: Clamp }
  | { readonly kind: 'cabinet'; readonly node: string }
  | { readonly kind: 'water'; readonly pontoon: string }
  /** Between the feeder and the pedestal's meter. */
  | { readonly kind: 'breaker'; readonly node: string }
  | { readonly kind: 'inverter' | 'battery' | 'weather' | 'sea' | 'sump' | 'cold_store' | 'server_room' }

/** 'marina' or a pontoon's letter. */
export type Place = string

export interface DemoGateway {
  readonly key: string
  readonly name: string
  readonly place: Place
  readonly kind: 'modbus_tcp' | 'mqtt'
  /** Goes off the line now and then. */
  readonly isShaky: boolean
}

export interface DemoDevice {
  readonly key: string
  readonly name: string
  readonly deviceType: DeviceType
  readonly gateway: string
  readonly place: Place
  readonly parent: string | null
  /** Null where it stands inside its parent. */
  readonly at: Point | null
  /** Modbus unit id; null on MQTT, where the key is the external id. */
  readonly slaveId: number | null
  /** Key of a built-in template; null where a device names its values and takes nothing. */
  readonly template: string | null
  readonly pollIntervalS: number
  readonly source: Source
  /** Answers ever more rarely, then not at all. */
  readonly isFailing: boolean
}

/** Somebody wrote a point of a device. */
export type Operate = (device: DemoDevice, point: string, value: number) => void

export interface DemoPolicy {
  readonly name: string
  readonly severity: Severity
  readonly target: { readonly deviceType: DeviceType } | { readonly device: string }
  readonly condition: Condition
  readonly schedule?: Schedule
  readonly onDelayS: number
  readonly offDelayS: number
  readonly deadband: number
}

const FAILING_PEDESTAL = 'C-P05'
const SHAKY_PONTOON = 'D'
/** Its pedestals are of a newer make that speaks MQTT. */
const MQTT_PONTOON = 'F'
const MAIN_GATEWAY = 'gw-switchboard'
const SERVICES_GATEWAY = 'gw-services'
const HARBOUR_GATEWAY = 'koyda-harbour'
const pontoonGateway = (pontoon: string): string =>
  pontoon === MQTT_PONTOON ? 'koyda-pontoon-f' : `gw-pontoon-${pontoon.toLowerCase()}`

export const GATEWAYS: readonly DemoGateway[] = [
  { key: MAIN_GATEWAY, name: 'Main switchboard', place: 'marina', kind: 'modbus_tcp', isShaky: false },
  ...PONTOONS.map(
    ({ name }): DemoGateway => ({
      key: pontoonGateway(name),
      name: `Pontoon ${name} cabinet`,
      place: name,
      kind: name === MQTT_PONTOON ? 'mqtt' : 'modbus_tcp',
      isShaky: name === SHAKY_PONTOON,
    }),
  ),
  { key: SERVICES_GATEWAY, name: 'Services board', place: 'marina', kind: 'modbus_tcp', isShaky: false },
  { key: HARBOUR_GATEWAY, name: 'Harbour sensors', place: 'marina', kind: 'mqtt', isShaky: false },
]

const placeOf = (key: Building['key']): Point => BUILDINGS.find((building) => building.key === key)?.at ?? [0, 0]

function pedestalDevice(pedestal: Pedestal): DemoDevice {
  const number = Number(pedestal.name.slice(-2))
  const clamp = phaseOfPedestal(pedestal)
  const isMqtt = pedestal.pontoon === MQTT_PONTOON
  const node = pedestalKey(pedestal.name)
  return {
    key: node,
    name: `Pedestal ${pedestal.name.replace('-P', '')}`,
    deviceType: 'pedestal',
    gateway: pontoonGateway(pedestal.pontoon),
    place: pedestal.pontoon,
    parent: feederKey(pedestal.pontoon),
    at: pedestal.at,
    slaveId: isMqtt ? null : number,
    template: isMqtt ? null : clamp === null ? 'eastron-sdm630' : 'eastron-sdm120',
    pollIntervalS: 5,
    source: isMqtt ? { kind: 'cabinet', node } : { kind: 'meter', node, clamp },
    isFailing: pedestal.name === FAILING_PEDESTAL,
  }
}

/** Unit ids of the breakers follow those of the pedestals on the same bus. */
const FIRST_BREAKER_UNIT = 101

function breakerDevice(pedestal: Pedestal): DemoDevice {
  const supply = pedestalDevice(pedestal)
  const isMqtt = supply.slaveId === null
  return {
    ...supply,
    key: `${supply.key}-breaker`,
    name: `${supply.name} breaker`,
    deviceType: 'breaker',
    parent: supply.key,
    at: null,
    slaveId: supply.slaveId === null ? null : FIRST_BREAKER_UNIT - 1 + supply.slaveId,
    template: isMqtt ? 'mqtt-shore-breaker' : 'relay-driven-contactor',
    source: { kind: 'breaker', node: supply.key },
    isFailing: false,
  }
}

const feederDevice = ({ name, root }: Pontoon, index: number): DemoDevice => ({
  key: feederKey(name),
  name: `Feeder ${name}`,
  deviceType: 'energy_analyzer',
  gateway: MAIN_GATEWAY,
  place: name,
  parent: MAIN,
  at: root,
  slaveId: 11 + index,
  template: 'entes-mpr53s',
  pollIntervalS: 5,
  source: { kind: 'meter', node: feederKey(name), clamp: null },
  isFailing: false,
})

const boardDevice = (
  key: string,
  name: string,
  building: Building['key'],
  template: string,
  slaveId: number,
): DemoDevice => ({
  key,
  name,
  deviceType: 'energy_analyzer',
  gateway: key === MAIN ? MAIN_GATEWAY : SERVICES_GATEWAY,
  place: 'marina',
  parent: key === MAIN ? null : MAIN,
  at: placeOf(building),
  slaveId,
  template,
  pollIntervalS: key === MAIN ? 2 : 5,
  source: { kind: 'meter', node: key, clamp: null },
  isFailing: false,
})

const harbourSensor = (key: string, name: string, place: Place, at: Point, source: Source): DemoDevice => ({
  key,
  name,
  deviceType: 'sensor',
  gateway: HARBOUR_GATEWAY,
  place,
  parent: null,
  at,
  slaveId: null,
  template: null,
  pollIntervalS: 10,
  source,
  isFailing: false,
})

const beside = ([x, y]: Point, dx: number, dy: number): Point => [x + dx, y + dy]

export const DEVICES: readonly DemoDevice[] = [
  boardDevice(MAIN, 'Main incomer', 'substation', 'schneider-iem3000', 1),
  ...PONTOONS.map(feederDevice),
  ...PEDESTALS.map(pedestalDevice),
  ...PEDESTALS.map(breakerDevice),
  boardDevice('workshop', 'Workshop', 'workshop', 'carlo-gavazzi-em24', 1),
  boardDevice('restaurant', 'Restaurant', 'restaurant', 'eastron-sdm630', 2),
  boardDevice('office', 'Marina office', 'office', 'eastron-sdm630', 3),
  boardDevice('sanitary', 'Showers and laundry', 'sanitary', 'chint-dtsu666', 4),
  boardDevice('fuel_dock', 'Fuel dock', 'fuel_dock', 'chint-dtsu666', 5),
  {
    ...boardDevice('solar', 'Solar inverter', 'workshop', 'sofar-hyd-g3', 6),
    deviceType: 'inverter',
    at: beside(placeOf('workshop'), 10, 6),
    source: { kind: 'inverter' },
  },
  {
    ...boardDevice('battery', 'Office battery', 'office', 'victron-gx', 100),
    deviceType: 'battery',
    at: beside(placeOf('office'), 8, -3),
    source: { kind: 'battery' },
  },
  harbourSensor('weather', 'Weather mast', 'marina', [346, 30], { kind: 'weather' }),
  harbourSensor('sea', 'Sea gauge', 'marina', [340, 4], { kind: 'sea' }),
  harbourSensor('sump', 'Fuel dock sump', 'marina', beside(placeOf('fuel_dock'), -8, 0), { kind: 'sump' }),
  harbourSensor('cold-store', 'Restaurant cold store', 'marina', beside(placeOf('restaurant'), 10, -4), {
    kind: 'cold_store',
  }),
  harbourSensor('server-room', 'Server room', 'marina', beside(placeOf('office'), -8, 3), { kind: 'server_room' }),
  ...PONTOONS.map(({ name, root }) =>
    harbourSensor(`water-${name.toLowerCase()}`, `Water main ${name}`, name, beside(root, 3, -2), {
      kind: 'water',
      pontoon: name,
    }),
  ),
]

const overload = (line: 1 | 2 | 3): DemoPolicy => ({
  name: `Pedestal overload L${line}`,
  severity: 'high',
  target: { deviceType: 'pedestal' },
  condition: { type: 'threshold', metric: `current_l${line}`, operator: '>', value: 45 },
  onDelayS: 20,
  offDelayS: 60,
  deadband: 3,
})

const silence = (deviceType: DeviceType, name: string, severity: Severity, afterS: number): DemoPolicy => ({
  name,
  severity,
  target: { deviceType },
  condition: { type: 'no_data', metric: null, afterS },
  onDelayS: 0,
  offDelayS: 0,
  deadband: 0,
})

const threshold = (
  name: string,
  severity: Severity,
  target: DemoPolicy['target'],
  [metric, operator, value]: readonly [string, '>' | '<', number],
  more: Partial<Pick<DemoPolicy, 'onDelayS' | 'offDelayS' | 'deadband'>> = {},
): DemoPolicy => ({
  name,
  severity,
  target,
  condition: { type: 'threshold', metric, operator, value },
  onDelayS: 30,
  offDelayS: 60,
  deadband: 0,
  ...more,
})

/** Limits as a harbour electrician would set them. */
export const POLICIES: readonly DemoPolicy[] = [
  overload(1),
  overload(2),
  overload(3),
  {
    name: 'Pedestal undervoltage',
    severity: 'high',
    target: { deviceType: 'pedestal' },
    // A supply that was switched off is dead, not low.
    condition: { type: 'range', metric: 'voltage_l1', min: 50, max: 207, isInside: true },
    onDelayS: 30,
    offDelayS: 60,
    deadband: 2,
  },
  threshold('Supply undervoltage', 'critical', { device: MAIN }, ['voltage_l1', '<', 209], { deadband: 2 }),
  {
    name: 'Supply frequency',
    severity: 'critical',
    target: { device: MAIN },
    condition: { type: 'range', metric: 'frequency', min: 49.5, max: 50.5, isInside: false },
    onDelayS: 5,
    offDelayS: 30,
    deadband: 0.05,
  },
  threshold('Transformer load', 'critical', { device: MAIN }, ['active_power', '>', 480_000], { deadband: 20_000 }),
  {
    name: 'Phase imbalance on feeder B',
    severity: 'medium',
    target: { device: 'feeder-b' },
    // Below this a few boats more or less on one phase are no imbalance that matters.
    condition: { type: 'phase_imbalance', quantity: 'current', percent: 60, minValue: 25 },
    onDelayS: 120,
    offDelayS: 300,
    deadband: 10,
  },
  {
    name: 'Reactive energy near its limit',
    severity: 'low',
    target: { device: MAIN },
    condition: { type: 'reactive', kind: 'inductive', percentOfLimit: 70, percent: null },
    onDelayS: 0,
    offDelayS: 0,
    deadband: 0,
  },
  {
    name: 'Office uses energy at night',
    severity: 'low',
    target: { device: 'office' },
    condition: { type: 'consumption', metric: 'energy_import', window: 'hour', operator: '>', value: 2.5 },
    onDelayS: 0,
    offDelayS: 0,
    deadband: 0,
    schedule: {
      timeZone: null,
      windows: [
        { days: [1, 2, 3, 4, 5], from: '21:00', to: '07:00' },
        { days: [6, 7], from: '00:00', to: '24:00' },
      ],
      holidays: 'ignore',
      season: null,
    },
  },
  {
    name: 'Sump fills and its pump stands',
    severity: 'high',
    target: { device: 'sump' },
    condition: {
      type: 'all',
      conditions: [
        { type: 'threshold', metric: 'sump_level', operator: '>', value: 60, deadband: 5 },
        {
          type: 'not',
          condition: { type: 'threshold', metric: 'pump_running', operator: '>', value: 0, deadband: 0 },
        },
      ],
    },
    onDelayS: 60,
    offDelayS: 60,
    deadband: 0,
  },
  silence('pedestal', 'Pedestal sends no data', 'high', 45),
  silence('energy_analyzer', 'Meter sends no data', 'high', 45),
  silence('sensor', 'Sensor sends no data', 'medium', 90),
  threshold('Pedestal cabinet hot', 'high', { deviceType: 'pedestal' }, ['temperature', '>', 60], { deadband: 3 }),
  threshold('Cold store warm', 'medium', { device: 'cold-store' }, ['temperature', '>', 8], {
    onDelayS: 600,
    deadband: 1,
  }),
  threshold('Sump high', 'medium', { device: 'sump' }, ['sump_level', '>', 70], { deadband: 5 }),
  threshold('Battery low', 'medium', { device: 'battery' }, ['battery_soc', '<', 20], { onDelayS: 60, deadband: 5 }),
]

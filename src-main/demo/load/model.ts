import type { Source } from '../marina.ts'
import { BERTHS } from '../site/layout.ts'
import { type Clamp, meterValues, sum, type Values } from './meter.ts'
import { Network } from './network.ts'
import { cabinetClimate, coldStore, fuelDockSump, seaGauge, serverRoom, waterMain, weatherMast } from './sensors.ts'
import { localDay } from './site-time.ts'
import { officeBattery } from './storage.ts'
import { MAIN, supplyOf } from './supply.ts'
import { Switches } from './switches.ts'

const PHASES = [0, 1, 2] as const

/** What every device of the demo measures at any instant, past or future, in canonical units. */
export class MarinaModel {
  readonly #network: Network
  readonly #water: ReadonlyMap<string, (at: number) => Values>
  readonly #anchorDay: number
  readonly #switches: Switches

  /** @param startedAt when the demo was first started: counters are reckoned from that day. */
  constructor(startedAt: number, switches = new Switches()) {
    this.#switches = switches
    this.#anchorDay = localDay(startedAt)
    this.#network = new Network(supplyOf(startedAt), this.#anchorDay, switches)
    const pontoons = [...new Set(BERTHS.map(({ pontoon }) => pontoon))]
    const berthsOf = (pontoon: string) => BERTHS.filter((berth) => berth.pontoon === pontoon).length
    this.#water = new Map(pontoons.map((pontoon) => [pontoon, waterMain(pontoon, berthsOf(pontoon), this.#anchorDay)]))
  }

  values(source: Source, at: number): Values {
    switch (source.kind) {
      case 'meter':
        return meterValues(this.#network, source.node, source.clamp, at)
      case 'cabinet':
        return this.#cabinet(source.node, at)
      case 'breaker':
        return { state: this.#switches.isMoved(source.node, at) ? 0 : 1 }
      case 'water':
        return this.#water.get(source.pontoon)?.(at) ?? {}
      case 'inverter':
        return this.#inverter(at)
      case 'battery':
        return this.#battery(at)
      case 'weather':
        return weatherMast(at)
      case 'sea':
        return seaGauge(at)
      case 'sump':
        return fuelDockSump(at)
      case 'cold_store':
        return coldStore(at)
      case 'server_room':
        return serverRoom(at)
    }
  }

  /** A point of a device is written: a breaker opens (0) or closes, a relay pulls in (1) or releases. @returns whether that changed anything */
  operate(source: Source, point: string, value: number, at: number): boolean {
    if (source.kind === 'breaker') return this.#switches.operate(source.node, value === 0, at)
    return source.kind === 'battery' && this.#switches.operate(relayKey(point), value !== 0, at)
  }

  /** Active power alone, in watts; null for what has none. Much cheaper than all values. */
  watts(source: Source, at: number): number | null {
    if (source.kind === 'cabinet') return this.#watts(source.node, null, at)
    if (source.kind === 'meter') return this.#watts(source.node, source.clamp, at)
    return null
  }

  /** Works out the counters from the anchor day to an instant, one day at every step. */
  *warming(at: number): Generator<void> {
    for (let day = this.#anchorDay; day <= localDay(at); day += 1) {
      this.#network.warm(day)
      yield
    }
  }

  #watts(node: string, clampedOn: Clamp, at: number): number {
    const instant = this.#network.at(at)
    if (clampedOn !== null) return instant.watts(node, clampedOn)
    return sum(PHASES.map((phase) => instant.watts(node, phase)))
  }

  #cabinet(node: string, at: number): Values {
    const all = meterValues(this.#network, node, null, at)
    const amps = Math.max(all.current_l1 ?? 0, all.current_l2 ?? 0, all.current_l3 ?? 0)
    const kept: Values = {}
    for (const metric of SMART_PEDESTAL) kept[metric] = all[metric] ?? 0
    return { ...kept, ...cabinetClimate(node, amps, at) }
  }

  /** A hybrid inverter: it also reads the meter at the marina's connection. */
  #inverter(at: number): Values {
    const given = meterValues(this.#network, 'solar', null, at)
    const grid = meterValues(this.#network, MAIN, null, at)
    const watts = given.active_power ?? 0
    const { soc } = officeBattery(at)
    const values: Values = {
      ...given,
      state: watts > 60 ? 2 : 0,
      grid_power: Math.min(grid.active_power ?? 0, LARGEST_GRID_W),
      load_power: (grid.active_power ?? 0) + watts,
      pv_power: watts * 1.03,
      pv_power_1: watts * 0.53,
      pv_power_2: watts * 0.5,
      battery_voltage: 398 + 0.5 * (soc - 60),
      battery_soc: soc,
      battery_soh: 97,
      battery_cycles: 214,
    }
    for (const line of [1, 2, 3]) {
      values[`grid_power_l${line}`] = grid[`active_power_l${line}`] ?? 0
      values[`grid_current_l${line}`] = grid[`current_l${line}`] ?? 0
    }
    return values
  }

  /** The battery behind the office and the supplies it stands between. */
  #battery(at: number): Values {
    const { soc, watts, volts, amps } = officeBattery(at)
    const office = meterValues(this.#network, 'office', null, at)
    const values: Values = {
      relay_1: Number(this.#switches.isMoved(relayKey('relay_1'), at)),
      relay_2: Number(this.#switches.isMoved(relayKey('relay_2'), at)),
      state: watts > 20 ? 1 : watts < -20 ? 2 : 0,
      ac_source: 1,
      battery_soc: soc,
      battery_power: watts,
      battery_voltage: volts,
      battery_current: amps,
    }
    for (const line of [1, 2, 3]) {
      const load = office[`active_power_l${line}`] ?? 0
      values[`pv_power_l${line}`] = 0
      values[`load_power_l${line}`] = load
      values[`grid_power_l${line}`] = load + watts / 3
    }
    return values
  }
}

const relayKey = (point: string): string => `battery ${point}`

/** As far as the inverter's 16-bit register goes. */
const LARGEST_GRID_W = 327_000

/** What the pedestals that speak MQTT publish. */
const SMART_PEDESTAL = [
  'voltage_l1',
  'voltage_l2',
  'voltage_l3',
  'current_l1',
  'current_l2',
  'current_l3',
  'active_power',
  'power_factor',
  'energy_import',
] as const

import { PEDESTALS, type Pedestal, PONTOONS } from '../site/layout.ts'
import { type BerthLoad, berthWatts, conditionsAt } from './boats.ts'
import { buildingLoads, pontoonLights } from './buildings.ts'
import type { SupplyNode } from './network.ts'
import { chance, drift, seedOf } from './noise.ts'
import type { PhaseWatts } from './profile.ts'

export const MAIN = 'main'
export const feederKey = (pontoon: string): string => `feeder-${pontoon.toLowerCase()}`
export const pedestalKey = (name: string): string => name.toLowerCase()

/** Pontoons of small boats have single-phase pedestals. On B nearly all of them were put on L1, years ago. */
const SINGLE_PHASE: Readonly<Record<string, readonly (0 | 1 | 2)[]>> = {
  A: [0, 1, 2, 0, 1, 2, 0, 1, 2, 0],
  B: [0, 0, 0, 1, 0, 0, 2, 0, 0, 1, 0, 2],
}

export const phaseOfPedestal = ({ name, pontoon }: Pedestal): 0 | 1 | 2 | null =>
  SINGLE_PHASE[pontoon]?.[Number(name.slice(-2)) - 1] ?? null

/** A charter yacht came here shortly before the demo began, whose heaters ask more of one phase than its 45 A. */
export const OVERLOADED_PEDESTAL = 'E-P05'
const OVERLOAD_WATTS = 11_300
const OVERLOAD_CYCLE_MS = 40 * 60_000
const ARRIVED_BEFORE_MS = 12 * 60_000

/** On for a good quarter of an hour in the first cycle, and in most of the later ones for a time of its own. */
function isOverloading(at: number, startedAt: number): boolean {
  const since = at - (startedAt - ARRIVED_BEFORE_MS)
  if (since < 0) return false
  const cycle = Math.floor(since / OVERLOAD_CYCLE_MS)
  const dice = chance(seedOf('charter'), cycle)
  if (cycle > 0 && dice < 0.4) return false
  return since % OVERLOAD_CYCLE_MS < (cycle === 0 ? 30 : 12 + 16 * dice) * 60_000
}

/** Larger boats plug in on three phases, and still hang half of what they have on one. */
const THREE_PHASE_FROM_M = 15

function addBerth(watts: [number, number, number], { phase, lengthM }: BerthLoad, power: number): void {
  const elsewhere = lengthM >= THREE_PHASE_FROM_M ? 0.25 : 0
  for (const line of [0, 1, 2] as const) watts[line] += power * (line === phase ? 1 - 2 * elsewhere : elsewhere)
}

function pedestalLoad(pedestal: Pedestal, startedAt: number): (at: number) => PhaseWatts {
  const clampedOn = phaseOfPedestal(pedestal)
  const shift = Number(pedestal.name.slice(-2))
  const berths = pedestal.berths.map(
    (berth, index): BerthLoad => ({
      seed: seedOf(berth.name),
      lengthM: berth.lengthM,
      phase: clampedOn ?? (index + shift) % 3,
    }),
  )
  const lamp = 12
  return (at) => {
    const watts: [number, number, number] = [0, 0, 0]
    const conditions = conditionsAt(at)
    for (const berth of berths) addBerth(watts, berth, berthWatts(berth, conditions))
    watts[clampedOn ?? 0] += lamp
    if (pedestal.name === OVERLOADED_PEDESTAL && isOverloading(at, startedAt)) {
      watts[0] = OVERLOAD_WATTS * (0.98 + 0.04 * drift(seedOf('charter'), at / 600_000))
    }
    return watts
  }
}

const kilowattHours = (name: string, from: number, to: number): number =>
  Math.round(1_000 * (from + (to - from) * chance(seedOf(name), 77)))

function pedestalNode(pedestal: Pedestal, startedAt: number): SupplyNode {
  const isOverloaded = pedestal.name === OVERLOADED_PEDESTAL
  return {
    key: pedestalKey(pedestal.name),
    parent: feederKey(pedestal.pontoon),
    ohm: 0.05 + 0.008 * Number(pedestal.name.slice(-2)),
    lossShare: 0,
    // Chargers correct their own power factor; what is left is air conditioning.
    tanPhi: 0.04 + 0.09 * chance(seedOf(pedestal.name), 11),
    idleVar: 4,
    own: pedestalLoad(pedestal, startedAt),
    isGenerator: false,
    ripple: isOverloaded ? 0.02 : 0.3,
    startWh: kilowattHours(pedestal.name, 9_000, 24_000),
  }
}

const feederNode = (pontoon: string): SupplyNode => ({
  key: feederKey(pontoon),
  parent: MAIN,
  ohm: 0.055,
  lossShare: 0.009,
  tanPhi: 0.4,
  idleVar: 120,
  own: pontoonLights,
  isGenerator: false,
  ripple: 0.02,
  startWh: kilowattHours(`feeder ${pontoon}`, 260_000, 420_000),
})

const building = (
  key: Exclude<keyof typeof buildingLoads, 'street'>,
  tanPhi: number,
  ripple: number,
  fromKwh: number,
): SupplyNode => ({
  key,
  parent: MAIN,
  ohm: 0.03,
  lossShare: 0,
  tanPhi,
  idleVar: key === 'solar' ? 0 : 150,
  own: buildingLoads[key],
  isGenerator: key === 'solar',
  ripple,
  startWh: kilowattHours(key, fromKwh, fromKwh * 1.3),
})

/**
 * The cold store's compressors run at a power factor of 0.82 since a step of the restaurant's capacitor bank burnt out: why
 * the marina is near its reactive limit.
 */
const COLD_STORE_TAN_PHI = 0.7

/** Incomer, feeders, buildings and pedestals, parents first. @param startedAt when the demo was first started */
export const supplyOf = (startedAt: number): readonly SupplyNode[] => [
  {
    key: MAIN,
    parent: null,
    ohm: 0.008,
    lossShare: 0.004,
    tanPhi: 0.15,
    idleVar: 120,
    own: buildingLoads.street,
    isGenerator: false,
    ripple: 0.03,
    startWh: kilowattHours(MAIN, 3_800_000, 4_200_000),
  },
  ...PONTOONS.map(({ name }) => feederNode(name)),
  building('workshop', 0.3, 0.55, 180_000),
  building('restaurant', COLD_STORE_TAN_PHI, 0.25, 310_000),
  building('office', 0.12, 0.2, 96_000),
  building('sanitary', 0.12, 0.3, 120_000),
  building('fuel_dock', 0.4, 0.5, 41_000),
  building('solar', 0, 0.08, 62_000),
  ...PEDESTALS.map((pedestal) => pedestalNode(pedestal, startedAt)),
]

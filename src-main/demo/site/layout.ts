import { bezier, offset, type Point, type Ring, rectangle, roundHead } from './geometry.ts'

export interface Berth {
  readonly name: string
  readonly pontoon: string
  readonly lengthM: number
  readonly ring: Ring
}

export interface Pedestal {
  readonly name: string
  readonly pontoon: string
  readonly at: Point
  /** The berths that its sockets serve: two on either side. */
  readonly berths: readonly Berth[]
}

export interface Pontoon {
  readonly name: string
  readonly ring: Ring
  /** Where it meets the quay: the feeder's board. */
  readonly root: Point
  readonly head: Point
  readonly pedestals: readonly Pedestal[]
}

interface PontoonPlan {
  readonly name: string
  readonly centreX: number
  readonly boatM: number
  readonly berthWidthM: number
  readonly fingerWidthM: number
  readonly walkwayM: number
  /** Bays of four berths, two a side. */
  readonly bays: number
}

/** Fairways between facing berths are 1.7 boat lengths, as marina guidelines ask. */
const PLANS: readonly PontoonPlan[] = [
  { name: 'A', centreX: 11.5, boatM: 10, berthWidthM: 3.9, fingerWidthM: 0.8, walkwayM: 3, bays: 10 },
  { name: 'B', centreX: 51.5, boatM: 10, berthWidthM: 3.9, fingerWidthM: 0.8, walkwayM: 3, bays: 12 },
  { name: 'C', centreX: 95.9, boatM: 12, berthWidthM: 4.4, fingerWidthM: 0.9, walkwayM: 3, bays: 9 },
  { name: 'D', centreX: 143.3, boatM: 12, berthWidthM: 4.4, fingerWidthM: 0.9, walkwayM: 3, bays: 9 },
  { name: 'E', centreX: 199.1, boatM: 15, berthWidthM: 5, fingerWidthM: 1, walkwayM: 3.5, bays: 8 },
  { name: 'F', centreX: 266.2, boatM: 18, berthWidthM: 5.8, fingerWidthM: 1.2, walkwayM: 3.5, bays: 7 },
]

const FIRST_BERTH_Y = 15
const GAP_M = 0.15
const FINGER_SHARE = 0.82

const bayLength = (plan: PontoonPlan): number => 2 * plan.berthWidthM + plan.fingerWidthM + 3 * GAP_M
const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** Walkway, fingers and T-head as one outline, so that a drawing has no seams and one label. */
function outline(plan: PontoonPlan): Ring {
  const half = plan.walkwayM / 2
  const finger = plan.boatM * FINGER_SHARE
  const headY = FIRST_BERTH_Y + plan.bays * bayLength(plan) + plan.fingerWidthM + 1.2
  const right: Point[] = [[half, 0]]
  for (let bay = 0; bay <= plan.bays; bay += 1) {
    const y = FIRST_BERTH_Y + bay * bayLength(plan)
    right.push([half, y], [half + finger, y], [half + finger, y + plan.fingerWidthM], [half, y + plan.fingerWidthM])
  }
  right.push([half, headY], [half + finger, headY], [half + finger, headY + 3.2])
  const left = right.map(([x, y]): Point => [-x, y]).reverse()
  return [...right, ...left].map(([x, y]): Point => [x + plan.centreX, y])
}

function pontoon(plan: PontoonPlan): Pontoon {
  const half = plan.walkwayM / 2
  const pedestals = Array.from({ length: plan.bays }, (_, bay): Pedestal => {
    const bayY = FIRST_BERTH_Y + bay * bayLength(plan) + plan.fingerWidthM + GAP_M
    const berths = [0, 1].flatMap((row) =>
      [-1, 1].map((side): Berth => {
        const number = bay * 4 + row * 2 + (side < 0 ? 1 : 2)
        const x = side < 0 ? plan.centreX - half - plan.boatM : plan.centreX + half
        const y = bayY + row * (plan.berthWidthM + GAP_M)
        return {
          name: `${plan.name}${twoDigits(number)}`,
          pontoon: plan.name,
          lengthM: plan.boatM,
          ring: rectangle(x, y, plan.boatM, plan.berthWidthM),
        }
      }),
    )
    const at: Point = [plan.centreX, bayY + plan.berthWidthM + GAP_M / 2]
    return { name: `${plan.name}-P${twoDigits(bay + 1)}`, pontoon: plan.name, at, berths }
  })
  const headY = FIRST_BERTH_Y + plan.bays * bayLength(plan) + plan.fingerWidthM + 2.8
  return {
    name: plan.name,
    ring: outline(plan),
    root: [plan.centreX, 1],
    head: [plan.centreX, headY],
    pedestals,
  }
}

export const PONTOONS: readonly Pontoon[] = PLANS.map(pontoon)
export const PEDESTALS: readonly Pedestal[] = PONTOONS.flatMap((each) => each.pedestals)
export const BERTHS: readonly Berth[] = PEDESTALS.flatMap((each) => each.berths)

/** From the shore in the south-west around the berths; the entrance is left open in the north-east. */
const BREAKWATER_LINE: readonly Point[] = [
  ...bezier([-66, -40], [-92, 70], [-50, 168], [92, 176], 20),
  ...bezier([92, 176], [190, 182], [276, 184], [336, 150], 14).slice(1),
]
const MOLE_LINE: readonly Point[] = bezier([352, -30], [352, 20], [358, 52], [382, 84], 10)

const breakwaterWidth = (share: number): number => 9 - 2.5 * share
const moleWidth = (): number => 5.5

function rubbleMound(line: readonly Point[], width: (share: number) => number): Ring {
  const left = offset(line, width)
  const right = offset(line, (share) => -width(share)).reverse()
  return [...left.slice(0, -1), ...roundHead(line, width(1)), ...right.slice(1)]
}

export const BREAKWATERS: readonly { readonly name: string; readonly ring: Ring }[] = [
  { name: 'Main breakwater', ring: rubbleMound(BREAKWATER_LINE, breakwaterWidth) },
  { name: 'North mole', ring: rubbleMound(MOLE_LINE, moleWidth) },
]

/** The part of a line beyond the quay wall (y > 0), begun exactly on the wall. */
function seaward(line: readonly Point[]): Point[] {
  const first = line.findIndex(([, y]) => y > 0)
  const [inside, outside] = [line[first - 1], line[first]]
  if (!inside || !outside) return [...line]
  const share = -inside[1] / (outside[1] - inside[1])
  return [[inside[0] + (outside[0] - inside[0]) * share, 0], ...line.slice(first)]
}

/** Water between the quay and the inner toes of the two moles, closed across the entrance. */
export const BASIN: Ring = [
  ...seaward(offset(BREAKWATER_LINE, (share) => -breakwaterWidth(share))),
  ...seaward(offset(MOLE_LINE, moleWidth)).reverse(),
]

/** Made ground behind the quay wall, on which the buildings stand. */
export const QUAY: Ring = [
  [-66, 0],
  [350, 0],
  [356, -42],
  [300, -52],
  [120, -54],
  [-30, -56],
  [-70, -48],
]

export interface Building {
  readonly key: 'office' | 'workshop' | 'restaurant' | 'sanitary' | 'fuel_dock' | 'substation'
  readonly name: string
  readonly ring: Ring
  readonly at: Point
}

const building = (
  key: Building['key'],
  name: string,
  x: number,
  y: number,
  width: number,
  height: number,
): Building => ({
  key,
  name,
  ring: rectangle(x, y, width, height),
  at: [x + width / 2, y + height / 2],
})

export const BUILDINGS: readonly Building[] = [
  building('workshop', 'Workshop', -34, -46, 38, 24),
  building('substation', 'Substation', 20, -46, 10, 8),
  building('sanitary', 'Showers and laundry', 62, -34, 20, 10),
  building('office', 'Marina office', 112, -36, 26, 14),
  building('restaurant', 'Restaurant', 166, -38, 34, 18),
  building('fuel_dock', 'Fuel dock', 312, -9, 26, 7),
]

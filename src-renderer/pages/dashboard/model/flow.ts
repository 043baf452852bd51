/** A device of the flow and how much power goes through it, W; null is not known. */
export interface FlowNode {
  readonly id: string
  readonly name: string
  readonly watts: number | null
}

export interface Feeder extends FlowNode {
  /** It adds to what the supply gives. */
  readonly isSource: boolean
  readonly loads: readonly FlowNode[]
}

export interface Flow {
  readonly supply: FlowNode
  /** Greatest first; those without a value last. */
  readonly feeders: readonly Feeder[]
  /** What the supply gives beyond its feeders; null when a part is missing, for a partial sum says nothing. */
  readonly unmetered: number | null
  readonly isPartial: boolean
}

interface Device {
  readonly id: string
  readonly name: string
  readonly parent_id: string | null
  readonly device_type: string
}

/** They give power where others take it. */
const SOURCES: ReadonlySet<string> = new Set(['inverter', 'generator'])

const byPower = (a: FlowNode, b: FlowNode): number => Math.abs(b.watts ?? -1) - Math.abs(a.watts ?? -1)

/** The tree below a supply, two levels deep; devices that measure no power at all are no part of it. */
export function flowOf(
  devices: readonly Device[],
  supplyId: string,
  wattsOf: (id: string) => number | null | undefined,
): Flow | null {
  const supply = devices.find(({ id }) => id === supplyId)
  if (!supply) return null
  const childrenOf = (parentId: string): Omit<Feeder, 'loads'>[] =>
    devices
      .flatMap(({ id, name, parent_id, device_type }) => {
        const watts = parent_id === parentId ? wattsOf(id) : undefined
        return watts === undefined ? [] : [{ id, name, watts, isSource: SOURCES.has(device_type) }]
      })
      .sort(byPower)
  const feeders = childrenOf(supplyId).map((node) => ({ ...node, loads: childrenOf(node.id) }))
  const watts = wattsOf(supplyId) ?? null
  const isPartial = watts === null || feeders.some((feeder) => feeder.watts === null)
  const sum = feeders.reduce((total, { watts: part, isSource }) => total + (part ?? 0) * (isSource ? -1 : 1), 0)
  return {
    supply: { id: supply.id, name: supply.name, watts },
    feeders,
    unmetered: isPartial || feeders.length === 0 || watts === null ? null : watts - sum,
    isPartial,
  }
}

export interface Band {
  /** Upper edge and thickness at the supply and at the feeder, in pixels. */
  readonly fromY: number
  readonly toY: number
  readonly thickness: number
}

/** Bands as thick as their share of the power, leaving the supply one below the other and reaching each its own row. */
export function bandsOf(watts: readonly (number | null)[], height: number, rowPx: number): readonly Band[] {
  const known = watts.map((one) => Math.abs(one ?? 0))
  const greatest = Math.max(0, ...known)
  const total = known.reduce((sum, one) => sum + one, 0)
  // The widest fills its row; all others are to its measure.
  const pxPerWatt = greatest > 0 ? (rowPx * 0.86) / greatest : 0
  let from = (height - total * pxPerWatt) / 2
  return known.map((one, row) => {
    const thickness = one * pxPerWatt
    const band = { fromY: from, toY: row * rowPx + (rowPx - thickness) / 2, thickness }
    from += thickness
    return band
  })
}

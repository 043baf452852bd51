export interface SupplyDevice {
  readonly id: string
  readonly name: string
  readonly parentId: string | null
}

/** `locked`: a lock hangs here; `dead`: something above it is locked. */
export type Energy = 'live' | 'locked' | 'dead'

export interface OneLineNode {
  readonly key: string
  /** Null stands for several devices beside each other that are drawn as one. */
  readonly device: SupplyDevice | null
  readonly count: number
  readonly energy: Energy
  /** It leads to a lock, or holds one. */
  readonly isOnPath: boolean
  readonly column: number
  readonly row: number
  readonly parentKey: string | null
  /** Its branches can be shown one by one, or folded again. */
  readonly fold: 'none' | 'folded' | 'unfolded'
}

export interface OneLine {
  readonly nodes: readonly OneLineNode[]
  readonly columns: number
  readonly rows: number
}

export interface OneLineInput {
  readonly devices: readonly SupplyDevice[]
  /** Devices that a lock hangs on. */
  readonly locked: ReadonlySet<string>
  /** Devices whose branches the reader wants to see one by one. */
  readonly unfolded: ReadonlySet<string>
  readonly compare: (a: string, b: string) => number
}

/** So many branches without a lock are drawn one by one; more become one. */
const FEW = 2
const FEW_FEEDERS = 24

interface Tree {
  readonly device: SupplyDevice
  readonly children: readonly Tree[]
  readonly isOnPath: boolean
}

/**
 * The supply as an electrician draws it, lying on its side: incomer at the left, feeders as rows, what they feed to
 * their right. Healthy branches fold into one; the way to each lock is drawn whole.
 */
export function oneLine(input: OneLineInput): OneLine {
  const nodes: OneLineNode[] = []
  let rows = 0
  for (const root of trees(input)) rows += place(input, nodes, root, { column: 0, row: rows, parent: null })
  const columns = nodes.reduce((most, { column }) => Math.max(most, column + 1), 0)
  return { nodes, columns, rows }
}

/** What neither feeds nor is fed, nor is locked, is no part of the supply. */
function trees({ devices, locked, compare }: OneLineInput): Tree[] {
  const known = new Set(devices.map(({ id }) => id))
  const below = new Map<string, SupplyDevice[]>()
  const roots: SupplyDevice[] = []
  for (const device of [...devices].sort((a, b) => compare(a.name, b.name))) {
    if (device.parentId === null || !known.has(device.parentId)) roots.push(device)
    else below.set(device.parentId, [...(below.get(device.parentId) ?? []), device])
  }
  const grow = (device: SupplyDevice): Tree => {
    const children = (below.get(device.id) ?? []).map(grow)
    return { device, children, isOnPath: locked.has(device.id) || children.some(({ isOnPath }) => isOnPath) }
  }
  return roots.map(grow).filter(({ children, isOnPath }) => children.length > 0 || isOnPath)
}

interface Spot {
  readonly column: number
  readonly row: number
  readonly parent: OneLineNode | null
}

/** @returns how many rows the branch takes; its first child stands on its own row. */
function place(input: OneLineInput, nodes: OneLineNode[], tree: Tree, { column, row, parent }: Spot): number {
  const { device, children, isOnPath } = tree
  const isDead = parent !== null && parent.energy !== 'live'
  const { shown, folded } = divided(input, tree, column)
  const node: OneLineNode = {
    key: device.id,
    device,
    count: 1,
    energy: input.locked.has(device.id) ? 'locked' : isDead ? 'dead' : 'live',
    isOnPath,
    column,
    row,
    parentKey: parent?.key ?? null,
    fold: folded.length > 0 ? 'folded' : input.unfolded.has(device.id) && children.length > 0 ? 'unfolded' : 'none',
  }
  nodes.push(node)
  let used = 0
  for (const child of shown) used += place(input, nodes, child, { column: column + 1, row: row + used, parent: node })
  if (folded.length > 0) {
    nodes.push({
      key: `${device.id}/rest`,
      device: null,
      count: folded.reduce((sum, branch) => sum + sizeOf(branch), 0),
      energy: node.energy === 'live' ? 'live' : 'dead',
      isOnPath: false,
      column: column + 1,
      row: row + used,
      parentKey: node.key,
      fold: 'none',
    })
    used += 1
  }
  return Math.max(1, used)
}

function divided({ unfolded }: OneLineInput, { device, children }: Tree, column: number) {
  const quiet = children.filter(({ isOnPath }) => !isOnPath)
  const isWhole = unfolded.has(device.id) || quiet.length <= (column === 0 ? FEW_FEEDERS : FEW)
  return isWhole
    ? { shown: children, folded: [] }
    : { shown: children.filter(({ isOnPath }) => isOnPath), folded: quiet }
}

function sizeOf({ children }: Tree): number {
  return children.reduce((sum, child) => sum + sizeOf(child), 1)
}

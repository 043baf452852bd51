import type { Gateway, Region, Subregion } from '../../../api/types.ts'
import { type DeviceState, isSeverity, worseState } from '../../../map/device-state.ts'
import type { DeviceRow } from './device-row.ts'

export type NodeKind = 'region' | 'subregion' | 'gateway' | 'device'

export interface TreeNode {
  readonly key: string
  readonly kind: NodeKind
  readonly id: string
  /** Empty for what belongs to no region or subregion: the view has the words. */
  readonly name: string
  readonly device: DeviceRow | null
  readonly gateway: Gateway | null
  readonly children: readonly TreeNode[]
  /** Devices below (a device counts itself). */
  readonly total: number
  readonly online: number
  readonly alarms: number
  readonly worst: DeviceState
}

export interface TreeInput {
  readonly regions: readonly Region[]
  readonly subregions: readonly Subregion[]
  readonly gateways: readonly Gateway[]
  readonly rows: readonly DeviceRow[]
  /** Branches without devices are shown only where they can be a starting point, not in a search result. */
  readonly isFiltered: boolean
  readonly compare: (a: string, b: string) => number
}

const NOWHERE = ''

/** Region → subregion → gateway → device → its parts. A device stands in its own subregion, else in its gateway's. */
export function deviceTree(input: TreeInput): TreeNode[] {
  const gatewayById = new Map(input.gateways.map((gateway) => [gateway.id, gateway]))
  const subregionOf = (row: DeviceRow): string =>
    row.subregionId ?? gatewayById.get(row.gatewayId)?.subregion_id ?? NOWHERE
  const groups = grouped(input.rows, (row) => `${subregionOf(row)}\n${row.gatewayId}`)
  const gatewaysIn = new Map<string, TreeNode[]>()
  const put = (subregionId: string, node: TreeNode): void => {
    gatewaysIn.set(subregionId, [...(gatewaysIn.get(subregionId) ?? []), node])
  }
  const seen = new Set<string>()
  for (const [key, rows] of groups) {
    const [subregionId = NOWHERE, gatewayId = ''] = key.split('\n')
    seen.add(gatewayId)
    put(subregionId, gatewayNode(subregionId, gatewayId, gatewayById.get(gatewayId) ?? null, rows, input.compare))
  }
  for (const gateway of input.isFiltered ? [] : input.gateways) {
    const place = gateway.subregion_id ?? NOWHERE
    if (!seen.has(gateway.id)) put(place, gatewayNode(place, gateway.id, gateway, [], input.compare))
  }
  return regionNodes(input, gatewaysIn)
}

function regionNodes(input: TreeInput, gatewaysIn: ReadonlyMap<string, TreeNode[]>): TreeNode[] {
  const { compare, isFiltered } = input
  const subregionNodes = input.subregions.map((subregion) => ({
    regionId: subregion.region_id,
    node: branch('subregion', subregion.id, subregion.name, sorted(gatewaysIn.get(subregion.id) ?? [], compare)),
  }))
  const known = new Set(input.subregions.map((subregion) => subregion.id))
  const lost = [...gatewaysIn].flatMap(([subregionId, nodes]) => (known.has(subregionId) ? [] : nodes))
  const regions = input.regions.map((region) => {
    const children = subregionNodes.filter(({ regionId }) => regionId === region.id).map(({ node }) => node)
    return branch('region', region.id, region.name, sorted(children.filter(isWorth(isFiltered)), compare))
  })
  const placed = sorted(regions.filter(isWorth(isFiltered)), compare)
  return lost.length === 0 ? placed : [...placed, branch('region', NOWHERE, '', sorted(lost, compare))]
}

const isWorth =
  (isFiltered: boolean) =>
  (node: TreeNode): boolean =>
    !isFiltered || node.total > 0

function gatewayNode(
  subregionId: string,
  id: string,
  gateway: Gateway | null,
  rows: readonly DeviceRow[],
  compare: TreeInput['compare'],
): TreeNode {
  const here = new Set(rows.map((row) => row.id))
  const parts = grouped(
    rows.filter((row) => row.parentId !== null && here.has(row.parentId)),
    (row) => row.parentId ?? '',
  )
  const placed = new Set<string>()
  const place = (row: DeviceRow): TreeNode => {
    placed.add(row.id)
    const below = (parts.get(row.id) ?? []).filter((part) => !placed.has(part.id))
    return deviceNode(row, sorted(below.map(place), compare))
  }
  const roots = rows.filter((row) => row.parentId === null || !here.has(row.parentId)).map(place)
  // Parents in a loop have no root: each loop hangs from the first of its rows.
  for (const row of rows) if (!placed.has(row.id)) roots.push(place(row))
  const nodes = sorted(roots, compare)
  return { ...branch('gateway', id, gateway?.name ?? '', nodes), key: `gateway/${subregionId}/${id}`, gateway }
}

function deviceNode(row: DeviceRow, children: readonly TreeNode[]): TreeNode {
  const below = branch('device', row.id, row.name, children)
  return {
    ...below,
    device: row,
    total: below.total + 1,
    online: below.online + (row.isOnline ? 1 : 0),
    alarms: below.alarms + (isSeverity(row.state) ? 1 : 0),
    worst: worseState(below.worst, row.state),
  }
}

function branch(kind: NodeKind, id: string, name: string, children: readonly TreeNode[]): TreeNode {
  let total = 0
  let online = 0
  let alarms = 0
  let worst: DeviceState = 'normal'
  for (const child of children) {
    total += child.total
    online += child.online
    alarms += child.alarms
    worst = worseState(worst, child.worst)
  }
  return { key: `${kind}/${id}`, kind, id, name, device: null, gateway: null, children, total, online, alarms, worst }
}

function sorted(nodes: readonly TreeNode[], compare: TreeInput['compare']): TreeNode[] {
  return [...nodes].sort((a, b) => compare(a.name, b.name))
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

export interface TreeLine {
  readonly node: TreeNode
  /** 1 at the root. */
  readonly level: number
  readonly isOpen: boolean
  readonly parentKey: string | null
}

/** The lines that stand on the screen, in order. */
export function treeLines(roots: readonly TreeNode[], isOpen: (node: TreeNode) => boolean): TreeLine[] {
  const lines: TreeLine[] = []
  const walk = (nodes: readonly TreeNode[], level: number, parentKey: string | null): void => {
    for (const node of nodes) {
      const open = node.children.length > 0 && isOpen(node)
      lines.push({ node, level, isOpen: open, parentKey })
      if (open) walk(node.children, level + 1, node.key)
    }
  }
  walk(roots, 1, null)
  return lines
}

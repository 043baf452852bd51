import classes from './one-line.module.css'
import type { OneLine, OneLineNode } from './one-line.ts'

/** Pixels: a box, what lies between two columns, and a row. Three columns fit beside the list at 1280. */
export const BOX_WIDTH = 218
const GAP = 28
const ROW = 40
const MARGIN = 10
/** Where the bus bar of a branch stands within the gap. */
const BUS = 12

export interface Spot {
  readonly x: number
  /** The middle of the row. */
  readonly y: number
}

export function spotOf({ column, row }: Pick<OneLineNode, 'column' | 'row'>): Spot {
  return { x: MARGIN + column * (BOX_WIDTH + GAP), y: MARGIN + row * ROW + ROW / 2 }
}

export function drawnSize({ columns, rows }: OneLine): { width: number; height: number } {
  return { width: 2 * MARGIN + columns * (BOX_WIDTH + GAP) - GAP, height: 2 * MARGIN + rows * ROW }
}

interface Wire {
  readonly key: string
  readonly path: string
  readonly isDead: boolean
  readonly isOnPath: boolean
}

/** Bus bars and stubs; the way to a lock lies over the others. */
export function OneLineWires({ drawing }: { drawing: OneLine }) {
  const { width, height } = drawnSize(drawing)
  const wires = wiresOf(drawing.nodes)
  return (
    <svg width={width} height={height} className={classes.wires} aria-hidden="true">
      {[...wires]
        .sort((a, b) => Number(a.isOnPath) - Number(b.isOnPath))
        .map(({ key, path, isDead, isOnPath }) => (
          <path
            key={key}
            d={path}
            className={classes.wire}
            data-energy={isDead ? 'dead' : undefined}
            data-path={isOnPath || undefined}
          />
        ))}
    </svg>
  )
}

export function wiresOf(nodes: readonly OneLineNode[]): Wire[] {
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  const lastRow = new Map<string, number>()
  for (const { parentKey, row } of nodes) if (parentKey) lastRow.set(parentKey, row)
  const wires: Wire[] = []
  for (const node of nodes) {
    const parent = node.parentKey === null ? undefined : byKey.get(node.parentKey)
    if (!parent) continue
    const from = spotOf(parent)
    const to = spotOf(node)
    const bus = from.x + BOX_WIDTH + BUS
    const isDead = parent.energy !== 'live'
    wires.push({ key: `${node.key}/stub`, path: `M${bus} ${to.y}H${to.x}`, isDead, isOnPath: node.isOnPath })
    if (node.isOnPath && !isDead) {
      const path = `M${from.x + BOX_WIDTH} ${from.y}H${bus}V${to.y}`
      wires.push({ key: `${node.key}/way`, path, isDead, isOnPath: true })
    }
  }
  for (const [key, row] of lastRow) {
    const parent = byKey.get(key)
    if (!parent) continue
    const { x, y } = spotOf(parent)
    const bus = x + BOX_WIDTH + BUS
    const path = `M${x + BOX_WIDTH} ${y}H${bus}V${spotOf({ column: 0, row }).y}`
    wires.push({ key: `${key}/bus`, path, isDead: parent.energy !== 'live', isOnPath: false })
  }
  return wires
}

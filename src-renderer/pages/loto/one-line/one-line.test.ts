import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type OneLineNode, oneLine, type SupplyDevice } from './one-line.ts'

const compare = new Intl.Collator('en', { numeric: true }).compare
const NONE: ReadonlySet<string> = new Set()

const device = (id: string, parentId: string | null): SupplyDevice => ({ id, name: id, parentId })
const pedestals = (feeder: string, count: number) =>
  Array.from({ length: count }, (_, index) => device(`${feeder}${index + 1}`, feeder))

/** An incomer, three feeders of twelve pedestals, and a sensor that hangs on nothing. */
const marina = [
  device('main', null),
  ...['A', 'B', 'C'].flatMap((feeder) => [device(feeder, 'main'), ...pedestals(feeder, 12)]),
  device('weather', null),
]

const draw = (locked: readonly string[], unfolded: readonly string[] = []) =>
  oneLine({ devices: marina, locked: new Set(locked), unfolded: new Set(unfolded), compare })
const find = (nodes: readonly OneLineNode[], key: string) => nodes.find((node) => node.key === key)

describe('the one-line diagram', () => {
  it('shows the incomer and its feeders, and folds healthy branches', () => {
    const { nodes, columns, rows } = draw([])
    expect(nodes.map(({ key }) => key)).toEqual(['main', 'A', 'A/rest', 'B', 'B/rest', 'C', 'C/rest'])
    expect(nodes.map(({ row }) => row)).toEqual([0, 0, 0, 1, 1, 2, 2])
    expect([columns, rows]).toEqual([3, 3])
    expect(find(nodes, 'B/rest')).toMatchObject({ count: 12, energy: 'live', isOnPath: false })
  })

  it('draws the way to a lock whole, and its healthy neighbours as one', () => {
    const { nodes } = draw(['B12'])
    expect(nodes.filter(({ isOnPath }) => isOnPath).map(({ key }) => key)).toEqual(['main', 'B', 'B12'])
    expect(find(nodes, 'B12')).toMatchObject({ energy: 'locked', column: 2, row: 1 })
    expect(find(nodes, 'B/rest')).toMatchObject({ count: 11, energy: 'live', row: 2 })
    expect(find(nodes, 'C')?.row).toBe(3)
  })

  it('leaves everything below a lock dead', () => {
    const { nodes } = draw(['B'], ['B'])
    expect(find(nodes, 'B')).toMatchObject({ energy: 'locked', fold: 'unfolded' })
    expect(nodes.filter(({ parentKey }) => parentKey === 'B').map(({ energy }) => energy)).toEqual(
      Array.from({ length: 12 }, () => 'dead'),
    )
    expect(find(nodes, 'A/rest')?.energy).toBe('live')
  })

  it('shows a lock on what hangs on nothing', () => {
    expect(find(draw(['weather']).nodes, 'weather')).toMatchObject({ energy: 'locked', column: 0, row: 3 })
  })

  it('gives each its own place and loses nobody', () => {
    const forest = fc.array(fc.nat(), { minLength: 1, maxLength: 80 }).map((parents) =>
      // The first has no parent; each other one of those before it, or none.
      parents.map((pick, index) => device(`d${index}`, index === 0 || pick % 7 === 0 ? null : `d${pick % index}`)),
    )
    fc.assert(
      fc.property(forest, fc.array(fc.nat({ max: 79 })), fc.array(fc.nat({ max: 79 })), (devices, locks, open) => {
        const ids = (picks: readonly number[]) => new Set(picks.map((pick) => `d${pick}`))
        const locked = ids(locks)
        const { nodes, columns, rows } = oneLine({ devices, locked, unfolded: ids(open), compare })
        expect(new Set(nodes.map(({ column, row }) => `${column}/${row}`)).size).toBe(nodes.length)
        for (const { column, row } of nodes) expect(column < columns && row < rows).toBe(true)
        const parents = new Set(devices.map(({ parentId }) => parentId))
        const supply = devices.filter(({ id, parentId }) => parentId !== null || parents.has(id) || locked.has(id))
        expect(nodes.reduce((sum, { count }) => sum + count, 0)).toBe(supply.length)
        for (const { id } of supply) if (locked.has(id)) expect(find(nodes, id)?.energy).toBe('locked')
      }),
    )
  })

  it('draws nothing of a loop rather than never ending', () => {
    const loop = [device('x', 'y'), device('y', 'x')]
    expect(oneLine({ devices: loop, locked: NONE, unfolded: NONE, compare }).nodes).toEqual([])
  })
})

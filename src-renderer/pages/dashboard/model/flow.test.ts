import { describe, expect, it } from 'vitest'
import { bandsOf, flowOf } from './flow.ts'

const devices = [
  { id: 'main', name: 'Main', parent_id: null },
  { id: 'a', name: 'Pontoon A', parent_id: 'main' },
  { id: 'b', name: 'Pontoon B', parent_id: 'main' },
  { id: 'w', name: 'Water', parent_id: 'main' },
  { id: 'a1', name: 'A-1', parent_id: 'a' },
  { id: 'a2', name: 'A-2', parent_id: 'a' },
]
const flow = (watts: Record<string, number | null>) => flowOf(devices, 'main', (id) => watts[id])

describe('the flow of power', () => {
  it('goes from the supply over feeders, greatest first, to their loads', () => {
    const found = flow({ main: 9000, a: 3000, b: 5500, a1: 1000, a2: 1900 })
    expect(found?.feeders.map(({ id, loads }) => [id, loads.map((load) => load.id)])).toEqual([
      ['b', []],
      ['a', ['a2', 'a1']],
    ])
    expect(found?.unmetered).toBe(500)
  })

  it('tells no difference while a part is missing', () => {
    expect(flow({ main: 9000, a: null, b: 5500 })).toMatchObject({ unmetered: null, isPartial: true })
    expect(flow({ main: null, a: 1, b: 2 })).toMatchObject({ unmetered: null, isPartial: true })
  })

  it('leaves out what measures no power', () => {
    expect(flow({ main: 9000, a: 3000 })?.feeders.map(({ id }) => id)).toEqual(['a'])
  })

  it('draws bands by their share, one below the other', () => {
    const [first, second] = bandsOf([3000, 1000], 100, 50)
    expect((first?.thickness ?? 0) / (second?.thickness ?? 1)).toBeCloseTo(2.22, 1)
    expect(second?.fromY).toBeGreaterThan(first?.fromY ?? 0)
    expect(bandsOf([null, null], 100, 50).map(({ thickness }) => thickness)).toEqual([0, 0])
  })
})

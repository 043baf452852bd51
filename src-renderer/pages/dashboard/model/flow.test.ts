import { describe, expect, it } from 'vitest'
import { bandsOf, flowOf } from './flow.ts'

const devices = [
  { id: 'main', name: 'Main', parent_id: null, device_type: 'energy_analyzer' },
  { id: 'a', name: 'Pontoon A', parent_id: 'main', device_type: 'energy_analyzer' },
  { id: 'b', name: 'Pontoon B', parent_id: 'main', device_type: 'energy_analyzer' },
  { id: 'w', name: 'Water', parent_id: 'main', device_type: 'energy_analyzer' },
  { id: 'a1', name: 'A-1', parent_id: 'a', device_type: 'energy_analyzer' },
  { id: 'a2', name: 'A-2', parent_id: 'a', device_type: 'energy_analyzer' },
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

  it('counts what an inverter gives to the supply', () => {
    const withSun = [...devices, { id: 's', name: 'Solar', parent_id: 'main', device_type: 'inverter' }]
    const watts: Record<string, number> = { main: 6000, s: 3000, a: 4000, b: 4500 }
    const found = flowOf(withSun, 'main', (id) => watts[id])
    expect(found?.unmetered).toBe(500)
    expect(found?.feeders.find(({ id }) => id === 's')?.isSource).toBe(true)
  })

  it('leaves out what measures no power', () => {
    expect(flow({ main: 9000, a: 3000 })?.feeders.map(({ id }) => id)).toEqual(['a'])
  })

  it('draws bands by their share, one below the other', () => {
    const [first, second] = bandsOf([3000, 1000], 100, 50)
    expect((first?.thickness ?? 0) / (second?.thickness ?? 1)).toBeCloseTo(3, 6)
    expect(second?.fromY).toBeGreaterThan(first?.fromY ?? 0)
    expect(bandsOf([null, null], 100, 50).map(({ thickness }) => thickness)).toEqual([0, 0])
  })
})

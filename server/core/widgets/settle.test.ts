import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settle } from './settle.ts'
import { GRID_COLUMNS } from './widget.types.ts'

const cells = ({ x, y, w, h }: { x: number; y: number; w: number; h: number }) =>
  Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`)

const layout = fc
  .array(
    fc
      .record({
        x: fc.nat(GRID_COLUMNS - 1),
        y: fc.nat(12),
        w: fc.integer({ min: 1, max: 12 }),
        h: fc.integer({ min: 1, max: 5 }),
      })
      .map((place) => ({ ...place, w: Math.min(place.w, GRID_COLUMNS - place.x) })),
    { minLength: 1, maxLength: 12 },
  )
  .map((places) => places.map((place, i) => ({ ...place, id: String(i) })))

describe('room for a widget', () => {
  it('is made by moving what lies under it down', () => {
    const widgets = [
      { id: 'a', x: 0, y: 0, w: 6, h: 2 },
      { id: 'b', x: 0, y: 0, w: 4, h: 3 },
      { id: 'c', x: 0, y: 3, w: 4, h: 1 },
      { id: 'd', x: 8, y: 0, w: 4, h: 1 },
    ]
    const place = Object.fromEntries(settle(widgets, 'a').map(({ id, y }) => [id, y]))
    expect(place).toEqual({ a: 0, b: 2, c: 5, d: 0 })
  })

  it('leaves no two widgets on one cell, loses none and moves the first one nowhere', () => {
    fc.assert(
      fc.property(layout, (widgets) => {
        const settled = settle(widgets, '0')
        const all = settled.flatMap(cells)
        expect(new Set(all).size).toBe(all.length)
        expect(settled.map(({ id }) => id).sort()).toEqual(widgets.map(({ id }) => id).sort())
        expect(settled.find(({ id }) => id === '0')).toEqual(widgets[0])
        for (const { id, x, y, w, h } of settled) {
          const before = widgets.find((one) => one.id === id)
          expect({ x, w, h }).toEqual({ x: before?.x, w: before?.w, h: before?.h })
          expect(y).toBeGreaterThanOrEqual(before?.y ?? 0)
        }
      }),
    )
  })

  it('is a fixed point: what is settled stays', () => {
    fc.assert(
      fc.property(layout, (widgets) => {
        const settled = settle(widgets, '0')
        const byId = (all: typeof widgets) => all.toSorted((a, b) => Number(a.id) - Number(b.id))
        expect(byId([...settle(settled, '0')])).toEqual(byId([...settled]))
      }),
    )
  })
})

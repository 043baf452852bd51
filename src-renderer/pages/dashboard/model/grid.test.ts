import { describe, expect, it } from 'vitest'
import { settle as settleInHub } from '../../../../server/core/widgets/settle.ts'
import { freePlace, kept, settle, stepped } from './grid.ts'

const widgets = [
  { id: 'a', x: 0, y: 0, w: 6, h: 2 },
  { id: 'b', x: 0, y: 0, w: 4, h: 3 },
  { id: 'c', x: 0, y: 3, w: 4, h: 1 },
  { id: 'd', x: 8, y: 0, w: 4, h: 1 },
]

describe('the grid', () => {
  it('makes room as the hub does', () => {
    for (const { id } of widgets) expect(settle(widgets, id)).toEqual(settleInHub(widgets, id))
  })

  it('keeps a widget inside its columns and as large as it needs to be', () => {
    expect(kept({ x: 11, y: -2, w: 3, h: 1 }, 'value')).toEqual({ x: 9, y: 0, w: 3, h: 2 })
    expect(kept({ x: 4, y: 1, w: 20, h: 90 }, 'chart')).toEqual({ x: 0, y: 1, w: 12, h: 40 })
  })

  it('steps by a cell, in place or in size', () => {
    expect(stepped({ x: 1, y: 1, w: 2, h: 2 }, 'move', 1, 0)).toEqual({ x: 2, y: 1, w: 2, h: 2 })
    expect(stepped({ x: 1, y: 1, w: 2, h: 2 }, 'size', 0, -1)).toEqual({ x: 1, y: 1, w: 2, h: 1 })
  })

  it('finds the first gap for a new one, or a row below all', () => {
    expect(freePlace([], 'chart')).toEqual({ x: 0, y: 0, w: 6, h: 6 })
    expect(freePlace([{ x: 0, y: 0, w: 9, h: 3 }], 'value')).toEqual({ x: 9, y: 0, w: 3, h: 3 })
    expect(freePlace([{ x: 0, y: 0, w: 12, h: 3 }], 'value')).toEqual({ x: 0, y: 3, w: 3, h: 3 })
  })
})

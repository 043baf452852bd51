import type { Place, WidgetType } from '../wire.ts'

export const COLUMNS = 12
const MOST_HEIGHT = 40

/** Cells of a new widget, and below which it says nothing any more. */
export const SIZES: Readonly<
  Record<WidgetType, { readonly w: number; readonly h: number; readonly least: readonly [w: number, h: number] }>
> = {
  value: { w: 3, h: 3, least: [2, 2] },
  gauge: { w: 3, h: 3, least: [2, 2] },
  chart: { w: 6, h: 6, least: [3, 4] },
  alarm_list: { w: 4, h: 6, least: [3, 3] },
  map: { w: 6, h: 7, least: [3, 4] },
  energy_flow: { w: 6, h: 7, least: [4, 4] },
  loto_state: { w: 4, h: 5, least: [3, 3] },
}

interface Placed extends Place {
  readonly id: string
}

const overlaps = (a: Place, b: Place): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

/** What the hub does when a widget is put where others lie: it stays, they move down (server/core/widgets/settle.ts). */
export function settle<T extends Placed>(widgets: readonly T[], firstId: string): readonly T[] {
  const byPlace = (a: T, b: T) => a.y - b.y || a.x - b.x || (a.id < b.id ? -1 : 1)
  const waiting = widgets.filter(({ id }) => id !== firstId).sort(byPlace)
  const placed = widgets.filter(({ id }) => id === firstId)
  for (const widget of waiting) {
    let free = widget
    for (let hit = placed.find((one) => overlaps(one, free)); hit; hit = placed.find((one) => overlaps(one, free)))
      free = { ...free, y: hit.y + hit.h }
    placed.push(free)
  }
  return placed
}

/** Inside the columns, never above the first row, never smaller than it can be read. */
export function kept(place: Place, type: WidgetType): Place {
  const [leastW, leastH] = SIZES[type].least
  const w = Math.min(COLUMNS, Math.max(leastW, place.w))
  const h = Math.min(MOST_HEIGHT, Math.max(leastH, place.h))
  return { w, h, x: Math.min(COLUMNS - w, Math.max(0, place.x)), y: Math.max(0, place.y) }
}

export type Step = 'move' | 'size'

export const stepped = (place: Place, step: Step, dx: number, dy: number): Place =>
  step === 'move' ? { ...place, x: place.x + dx, y: place.y + dy } : { ...place, w: place.w + dx, h: place.h + dy }

export const isSamePlace = (a: Place, b: Place): boolean => a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h

/** The first gap that takes a new widget, row by row. */
export function freePlace(widgets: readonly Place[], type: WidgetType): Place {
  const { w, h } = SIZES[type]
  const end = Math.max(0, ...widgets.map((one) => one.y + one.h))
  for (let y = 0; y < end; y++) {
    for (let x = 0; x <= COLUMNS - w; x++) {
      const place = { x, y, w, h }
      if (!widgets.some((one) => overlaps(one, place))) return place
    }
  }
  return { x: 0, y: end, w, h }
}

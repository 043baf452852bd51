import type { Place } from './widget.types.ts'

const overlaps = (a: Place, b: Place): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

/**
 * Makes room for a widget: it stays where it was put, and what lies under it moves down, and so on. Nothing moves up,
 * so that a gap left on purpose stays, and a layout without overlaps is returned as it is. The window does the same
 * while a widget is being dragged.
 */
export function settle<T extends Place & { readonly id: string }>(
  widgets: readonly T[],
  firstId: string,
): readonly T[] {
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

import type uPlot from 'uplot'

/** What a key does to a chart. */
export type ChartKey =
  | { readonly act: 'step'; readonly by: number }
  | { readonly act: 'first' | 'last' | 'clear' | 'reset' }
  | { readonly act: 'zoom'; readonly factor: number }
  | { readonly act: 'pan'; readonly share: number }

export function chartKey(key: string, isShift: boolean): ChartKey | null {
  switch (key) {
    case 'ArrowLeft':
      return { act: 'step', by: isShift ? -10 : -1 }
    case 'ArrowRight':
      return { act: 'step', by: isShift ? 10 : 1 }
    case 'Home':
      return { act: 'first' }
    case 'End':
      return { act: 'last' }
    case 'Escape':
      return { act: 'clear' }
    case '+':
    case '=':
      return { act: 'zoom', factor: 0.5 }
    case '-':
    case '_':
      return { act: 'zoom', factor: 2 }
    case '0':
      return { act: 'reset' }
    case 'PageUp':
      return { act: 'pan', share: -0.5 }
    case 'PageDown':
      return { act: 'pan', share: 0.5 }
    default:
      return null
  }
}

/** The range after zooming about `around`, which keeps its place on the screen. At least ten seconds remain. */
export function zoomed(start: number, end: number, around: number, factor: number): [start: number, end: number] {
  const span = Math.max((end - start) * factor, 10_000)
  const share = (around - start) / (end - start)
  const from = Math.round(around - span * share)
  return [from, from + Math.round(span)]
}

/** Index of the point where the cursor goes: from the last point when there was no cursor yet. */
export function stepped(index: number | null, by: number, count: number): number {
  if (index === null) return by < 0 ? count - 1 : 0
  return Math.min(count - 1, Math.max(0, index + by))
}

/** Moves the cursor and tells the charts of the same group, as the mouse would. */
export function moveCursor(u: uPlot, index: number, group: uPlot.SyncPubSub | null): void {
  const at = u.data[0][index]
  if (at === undefined) return
  const left = u.valToPos(at, 'x')
  const top = u.rect.height / 2
  u.setCursor({ left, top })
  // The mouse would leave the values that it points at; the other charts find their place by them.
  if (u.cursor.sync) u.cursor.sync.values = [at, u.posToVal(top, 'y')]
  group?.pub('mousemove', u, left, top, u.rect.width, u.rect.height, index)
}

export function clearCursor(u: uPlot, group: uPlot.SyncPubSub | null): void {
  u.setCursor({ left: -10, top: -10 })
  group?.pub('mousemove', u, -10, -10, u.rect.width, u.rect.height, -1)
}

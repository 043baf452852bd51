import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { isSamePlace, kept, type Step, stepped } from '../model/grid.ts'
import type { Place, Widget } from '../wire.ts'

/** Height of a row and the gap between cells, in pixels; the style sheet has the same. */
export const ROW_PX = 44
export const GAP_PX = 10
/** Keys come in bursts: the last of one is saved. */
const SETTLE_MS = 450

export interface Dragged {
  readonly id: string
  readonly place: Place
}

interface Grip {
  readonly widget: Widget
  readonly step: Step
  readonly fromX: number
  readonly fromY: number
}

/**
 * Where a widget is while it is being moved, by pointer or by keys. `onPlaced` is told once it has come to rest;
 * Escape puts it back.
 */
export function useDragging(grid: RefObject<HTMLElement | null>, onPlaced: (dragged: Dragged) => void) {
  const [dragged, setDragged] = useState<Dragged | null>(null)
  const grip = useRef<Grip | null>(null)
  const settling = useRef<ReturnType<typeof setTimeout> | null>(null)
  const current = useRef<Dragged | null>(null)
  current.current = dragged

  const stopSettling = useCallback(() => {
    if (settling.current) clearTimeout(settling.current)
    settling.current = null
  }, [])
  const rest = useCallback(
    (widget: Widget) => {
      stopSettling()
      const at = current.current
      setDragged(null)
      if (at && at.id === widget.id && !isSamePlace(at.place, widget)) onPlaced(at)
    },
    [onPlaced, stopSettling],
  )
  const letGo = useCallback(() => {
    grip.current = null
    stopSettling()
    setDragged(null)
  }, [stopSettling])
  useEffect(() => stopSettling, [stopSettling])

  const take = useCallback((widget: Widget, step: Step, event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    event.currentTarget.focus({ preventScroll: true })
    grip.current = { widget, step, fromX: event.clientX, fromY: event.clientY }
    setDragged({ id: widget.id, place: widget })
  }, [])
  const drag = useCallback(
    (event: PointerEvent<HTMLElement>) => {
      const held = grip.current
      const width = grid.current?.clientWidth
      if (!held || !width) return
      const column = (width + GAP_PX) / 12
      const dx = Math.round((event.clientX - held.fromX) / column)
      const dy = Math.round((event.clientY - held.fromY) / (ROW_PX + GAP_PX))
      const place = kept(stepped(held.widget, held.step, dx, dy), held.widget.type)
      setDragged((before) => (before && isSamePlace(before.place, place) ? before : { id: held.widget.id, place }))
    },
    [grid],
  )
  const drop = useCallback(() => {
    const held = grip.current
    grip.current = null
    if (held) rest(held.widget)
  }, [rest])
  /** One cell by a key. */
  const nudge = useCallback(
    (widget: Widget, step: Step, dx: number, dy: number) => {
      const from = current.current?.id === widget.id ? current.current.place : widget
      const next = { id: widget.id, place: kept(stepped(from, step, dx, dy), widget.type) }
      current.current = next
      setDragged(next)
      stopSettling()
      settling.current = setTimeout(() => rest(widget), SETTLE_MS)
    },
    [rest, stopSettling],
  )
  return { dragged, take, drag, drop, nudge, letGo, rest }
}

export type Dragging = ReturnType<typeof useDragging>

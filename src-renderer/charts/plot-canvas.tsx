import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { type ChartKey, chartKey, clearCursor, moveCursor, stepped, zoomed } from './chart-keys.ts'
import { type ChartSeries, plotData, plotOptions } from './options.ts'
import type { Overlays } from './overlays.ts'
import { readPalette } from './palette.ts'

export interface PlotCanvasProps {
  readonly series: readonly ChartSeries[]
  readonly start: number
  readonly end: number
  readonly zone: string
  readonly language: string
  readonly height: number
  readonly isFromZero: boolean
  readonly syncKey: string | undefined
  readonly overlays: Overlays
  readonly label: string
  readonly spokenCursor: string
  readonly helpId: string
  readonly cursor: number | null
  readonly onCursor: (index: number | null) => void
  readonly onZoom: ((start: number, end: number) => void) | undefined
  readonly onReset: (() => void) | undefined
}

/** uPlot's element and its keys. Mount it anew (key) when the set of series or the theme changes. */
export function PlotCanvas(props: PlotCanvasProps) {
  const { series, start, end, zone, language, height, isFromZero, syncKey, overlays } = props
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const latest = useRef(props)
  useLayoutEffect(() => {
    latest.current = props
  })

  useEffect(() => {
    const element = host.current
    if (!element) return
    const u = mountPlot(element, latest, { zone, language, height, isFromZero, syncKey })
    plot.current = u
    const resize = new ResizeObserver(() => u.setSize({ width: widthOf(element), height }))
    resize.observe(element)
    return () => {
      resize.disconnect()
      u.destroy()
      plot.current = null
    }
  }, [zone, language, height, isFromZero, syncKey])

  useEffect(() => {
    plot.current?.setData(plotData(series), false)
    plot.current?.setScale('x', { min: start, max: end })
  }, [series, start, end])

  useEffect(() => {
    if (overlays) plot.current?.redraw(false)
  }, [overlays])

  const onKeyDown = (event: KeyboardEvent): void => {
    const u = plot.current
    const key = event.ctrlKey || event.metaKey || event.altKey ? null : chartKey(event.key, event.shiftKey)
    if (!u || !key) return
    if (key.act === 'clear' && props.cursor === null) return
    event.preventDefault()
    event.stopPropagation()
    applyKey(u, key, props)
  }

  return (
    <div
      ref={host}
      className="qw-chart-plot"
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-describedby={props.helpId}
      aria-valuemin={start}
      aria-valuemax={end}
      aria-valuenow={cursorTime(plot.current, props.cursor) ?? end}
      aria-valuetext={props.spokenCursor}
      onKeyDown={onKeyDown}
    />
  )
}

const widthOf = (element: HTMLElement): number => Math.max(160, element.clientWidth)

function cursorTime(u: uPlot | null, index: number | null): number | undefined {
  return index === null ? undefined : u?.data[0][index]
}

type Fixed = Pick<PlotCanvasProps, 'zone' | 'language' | 'height' | 'isFromZero' | 'syncKey'>

function mountPlot(element: HTMLElement, latest: { readonly current: PlotCanvasProps }, fixed: Fixed): uPlot {
  const { series, start, end } = latest.current
  const options = plotOptions({
    ...fixed,
    series,
    palette: readPalette(element),
    width: widthOf(element),
    font: `11px ${getComputedStyle(element).fontFamily}`,
    overlays: () => latest.current.overlays,
    onCursor: (u) => {
      const isInside = (u.cursor.left ?? -1) >= 0
      latest.current.onCursor(isInside ? (u.cursor.idx ?? null) : null)
    },
    onSelect: (from, to) => latest.current.onZoom?.(from, to),
    onReset: () => latest.current.onReset?.(),
  })
  const u = new uPlot(options, plotData(series), element)
  u.setScale('x', { min: start, max: end })
  return u
}

function applyKey(u: uPlot, key: ChartKey, props: PlotCanvasProps): void {
  const { start, end, syncKey, cursor } = props
  const group = syncKey ? uPlot.sync(syncKey) : null
  const count = u.data[0].length
  switch (key.act) {
    case 'step':
      moveCursor(u, stepped(cursor, key.by, count), group)
      break
    case 'first':
      moveCursor(u, 0, group)
      break
    case 'last':
      moveCursor(u, count - 1, group)
      break
    case 'clear':
      clearCursor(u, group)
      break
    case 'zoom':
      props.onZoom?.(...zoomed(start, end, cursorTime(u, cursor) ?? (start + end) / 2, key.factor))
      break
    case 'pan':
      props.onZoom?.(start + (end - start) * key.share, end + (end - start) * key.share)
      break
    case 'reset':
      props.onReset?.()
  }
}

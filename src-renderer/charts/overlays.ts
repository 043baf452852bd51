import type uPlot from 'uplot'
import type { Severity } from '../api/types.ts'
import type { ChartPalette } from './palette.ts'

/** What lies behind and over the lines: alarm periods, the normal band, limits and events. */

export interface AlarmPeriod {
  readonly start: number
  /** Null while the alarm lasts. */
  readonly end: number | null
  readonly severity: Severity
  readonly label: string
}

export interface EventMark {
  readonly at: number
  readonly label: string
}

export interface Limits {
  readonly normal?: readonly [low: number, high: number]
  readonly lines?: readonly { readonly value: number; readonly label: string }[]
}

export interface Overlays {
  readonly alarms: readonly AlarmPeriod[]
  readonly marks: readonly EventMark[]
  readonly limits: Limits
}

/** What there is to say about an instant: the alarms that lasted then, and the events within `reachMs` of it. */
export function notesAt(overlays: Overlays, at: number, reachMs: number): string[] {
  const alarms = overlays.alarms.filter(({ start, end }) => start <= at && at <= (end ?? Number.POSITIVE_INFINITY))
  const marks = overlays.marks.filter((mark) => Math.abs(mark.at - at) <= reachMs)
  return [...new Set([...alarms, ...marks].map(({ label }) => label))]
}

type Draw = (u: uPlot) => void

export function drawBehind(overlays: () => Overlays, palette: ChartPalette): Draw {
  return (u) => {
    const { alarms, limits } = overlays()
    const { ctx } = u
    clipped(u, () => {
      if (limits.normal) {
        const top = u.valToPos(limits.normal[1], 'y', true)
        const bottom = u.valToPos(limits.normal[0], 'y', true)
        ctx.fillStyle = palette.normal
        ctx.fillRect(u.bbox.left, top, u.bbox.width, bottom - top)
      }
      for (const alarm of alarms) drawAlarm(u, alarm, palette)
    })
  }
}

function drawAlarm(u: uPlot, alarm: AlarmPeriod, palette: ChartPalette): void {
  const { ctx, bbox } = u
  const left = Math.max(u.valToPos(alarm.start, 'x', true), bbox.left)
  const right = Math.min(u.valToPos(alarm.end ?? Number.MAX_SAFE_INTEGER, 'x', true), bbox.left + bbox.width)
  const width = Math.max(right - left, 2 * devicePixelRatio)
  ctx.fillStyle = palette[alarm.severity]
  ctx.globalAlpha = 0.16
  ctx.fillRect(left, bbox.top, width, bbox.height)
  ctx.globalAlpha = 1
  ctx.fillRect(left, bbox.top, width, 3 * devicePixelRatio)
}

export function drawOver(overlays: () => Overlays, palette: ChartPalette, font: string): Draw {
  return (u) => {
    const { marks, limits } = overlays()
    clipped(u, () => {
      for (const line of limits.lines ?? []) drawLimit(u, line, palette, font)
      for (const mark of marks) drawMark(u, mark, palette)
    })
  }
}

function drawLimit(u: uPlot, line: { value: number; label: string }, palette: ChartPalette, font: string): void {
  const { ctx, bbox } = u
  const y = Math.round(u.valToPos(line.value, 'y', true)) + 0.5
  if (y < bbox.top || y > bbox.top + bbox.height) return
  ctx.strokeStyle = palette.limit
  ctx.lineWidth = devicePixelRatio
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio])
  ctx.beginPath()
  ctx.moveTo(bbox.left, y)
  ctx.lineTo(bbox.left + bbox.width, y)
  ctx.stroke()
  ctx.setLineDash([])
  ctx.font = font
  ctx.fillStyle = palette.text
  ctx.textAlign = 'right'
  // Above the line, or below it where the plot ends.
  const isHigh = y - bbox.top < 18 * devicePixelRatio
  ctx.textBaseline = isHigh ? 'top' : 'bottom'
  const gap = (isHigh ? 3 : -2) * devicePixelRatio
  ctx.fillText(line.label, bbox.left + bbox.width - 4 * devicePixelRatio, y + gap)
}

function drawMark(u: uPlot, mark: EventMark, palette: ChartPalette): void {
  const { ctx, bbox } = u
  const x = Math.round(u.valToPos(mark.at, 'x', true)) + 0.5
  if (x < bbox.left || x > bbox.left + bbox.width) return
  const half = 4 * devicePixelRatio
  const base = bbox.top + bbox.height
  ctx.strokeStyle = palette.mark
  ctx.fillStyle = palette.mark
  ctx.lineWidth = devicePixelRatio
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio])
  ctx.beginPath()
  ctx.moveTo(x, bbox.top)
  ctx.lineTo(x, base)
  ctx.stroke()
  ctx.setLineDash([])
  ctx.beginPath()
  ctx.moveTo(x - half, base)
  ctx.lineTo(x + half, base)
  ctx.lineTo(x, base - 1.6 * half)
  ctx.fill()
}

function clipped(u: uPlot, draw: () => void): void {
  u.ctx.save()
  u.ctx.beginPath()
  u.ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height)
  u.ctx.clip()
  draw()
  u.ctx.restore()
}

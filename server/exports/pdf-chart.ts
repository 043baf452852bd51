import type { Pdf } from './pdf.ts'
import { PLAIN } from './pdf-fonts.ts'

/** One line of a chart: instants and values side by side, NaN where nothing is known. */
export interface Track {
  readonly name: string
  readonly unit: string
  readonly at: Float64Array
  readonly value: Float64Array
}

interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

interface Spoken {
  readonly time: (at: number) => string
  readonly number: (value: number) => string
}

const MOST_PANELS = 3
const GAP = 14
const LEGEND = 11
const AXIS = 12
const LABEL = 46
const TEXT = 7
const COLOURS = ['#1f5f8b', '#8a5a00', '#4b6b2f', '#6b3f7a', '#7a3b3b', '#3f6f6f']
const QUIET = '#5c636b'
const GRID = '#dfe3e7'

/** Panels side by side, one for each unit, as vectors: a line stops where values are missing. */
export function drawChart(
  pdf: Pdf,
  tracks: readonly Track[],
  range: { start: number; end: number },
  box: Box,
  spoken: Spoken,
): void {
  const drawn = tracks.filter(({ value }) => value.some((one) => !Number.isNaN(one)))
  const units = [...new Set(drawn.map(({ unit }) => unit))].slice(0, MOST_PANELS)
  const width = (box.width - GAP * (units.length - 1)) / Math.max(1, units.length)
  for (const [i, unit] of units.entries()) {
    const panel = { ...box, left: box.left + i * (width + GAP), width }
    drawPanel(
      pdf,
      drawn.filter((track) => track.unit === unit),
      unit,
      range,
      panel,
      spoken,
    )
  }
}

function drawPanel(
  pdf: Pdf,
  tracks: readonly Track[],
  unit: string,
  range: { start: number; end: number },
  box: Box,
  spoken: Spoken,
): void {
  legend(pdf, tracks, box)
  const plot = {
    left: box.left + LABEL,
    top: box.top + LEGEND,
    width: box.width - LABEL,
    height: box.height - LEGEND - AXIS,
  }
  const ticks = ticksOf(tracks)
  const low = ticks[0] ?? 0
  const high = ticks.at(-1) ?? 1
  const y = (value: number) => plot.top + plot.height * (1 - (value - low) / (high - low))
  const x = (at: number) => plot.left + (plot.width * (at - range.start)) / (range.end - range.start)
  pdf.font(PLAIN).fontSize(TEXT).fillColor(QUIET)
  for (const tick of ticks) {
    pdf
      .moveTo(plot.left, y(tick))
      .lineTo(plot.left + plot.width, y(tick))
      .lineWidth(0.4)
      .strokeColor(GRID)
      .stroke()
    const text = `${spoken.number(tick)}${unit ? ` ${unit}` : ''}`
    pdf.text(text, plot.left - 4 - pdf.widthOfString(text), y(tick) - 4, { lineBreak: false })
  }
  const ends = [spoken.time(range.start), spoken.time(range.end)].map((text) => text.slice(0, 16)) as [string, string]
  pdf.text(ends[0], plot.left, plot.top + plot.height + 3, { lineBreak: false })
  pdf.text(ends[1], plot.left + plot.width - pdf.widthOfString(ends[1]), plot.top + plot.height + 3, {
    lineBreak: false,
  })
  for (const [i, track] of tracks.entries())
    drawTrack(pdf, track, COLOURS[i % COLOURS.length] ?? QUIET, x, y, plot.width)
}

function legend(pdf: Pdf, tracks: readonly Track[], box: Box): void {
  let left = box.left + LABEL
  for (const [i, { name }] of tracks.entries()) {
    pdf.font(PLAIN).fontSize(TEXT)
    const width = pdf.widthOfString(name)
    if (left + width + 14 > box.left + box.width) break
    pdf
      .moveTo(left, box.top + 4)
      .lineTo(left + 9, box.top + 4)
      .lineWidth(1.2)
      .strokeColor(COLOURS[i % COLOURS.length] ?? QUIET)
      .stroke()
    pdf.fillColor(QUIET).text(name, left + 12, box.top, { lineBreak: false })
    left += width + 22
  }
}

/** Minimum and maximum of each point's width: a spike survives however many samples there are. */
function drawTrack(
  pdf: Pdf,
  { at, value }: Track,
  colour: string,
  x: (at: number) => number,
  y: (value: number) => number,
  width: number,
): void {
  const steps = Math.max(1, Math.ceil(at.length / (width * 2)))
  let isDrawing = false
  const to = (index: number) => {
    const point = [x(at[index] ?? 0), y(value[index] ?? 0)] as const
    if (isDrawing) pdf.lineTo(...point)
    else pdf.moveTo(...point)
    isDrawing = true
  }
  for (let first = 0; first < at.length; first += steps) {
    const extremes = extremesOf(value, first, Math.min(at.length, first + steps))
    if (extremes.length === 0) isDrawing = false
    for (const index of extremes) to(index)
  }
  pdf.lineWidth(0.8).lineJoin('round').strokeColor(colour).stroke()
}

function extremesOf(value: Float64Array, from: number, to: number): readonly number[] {
  let least = -1
  let most = -1
  for (let i = from; i < to; i++) {
    const one = value[i] ?? Number.NaN
    if (Number.isNaN(one)) {
      if (to - from === 1) return []
      continue
    }
    if (least < 0 || one < (value[least] ?? 0)) least = i
    if (most < 0 || one > (value[most] ?? 0)) most = i
  }
  if (least < 0) return []
  if (least === most) return [least]
  return least < most ? [least, most] : [most, least]
}

/** Four or five round numbers around all values. */
function ticksOf(tracks: readonly Track[]): readonly number[] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const { value } of tracks) {
    for (const one of value) {
      if (one < low) low = one
      if (one > high) high = one
    }
  }
  const span = high - low || Math.abs(high) || 1
  const rough = span / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power
  const first = Math.floor(low / step)
  const last = Math.max(first + 1, Math.ceil(high / step))
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(10)))
}

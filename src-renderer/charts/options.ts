import type uPlot from 'uplot'
import type { SeriesColumns } from './columns.ts'
import { alignColumns } from './columns.ts'
import { drawBehind, drawOver, type Overlays } from './overlays.ts'
import { type ChartPalette, lineStyle } from './palette.ts'
import { pickStep, timeLabels, timeTicks } from './time-ticks.ts'

export interface ChartSeries {
  readonly key: string
  readonly label: string
  readonly unit: string
  readonly columns: SeriesColumns
}

/** Layout of uPlot's series: 0 is time, then per chart series either [line] or [max, min, line]. */
export function plotData(series: readonly ChartSeries[]): uPlot.AlignedData {
  const aligned = alignColumns(series.map((one) => one.columns))
  const columns = aligned.series.flatMap((values, index) =>
    series[index]?.columns.isBand ? [values.max, values.min, values.line] : [values.line],
  )
  return [aligned.at, ...columns]
}

export interface OptionsInput {
  readonly series: readonly ChartSeries[]
  readonly palette: ChartPalette
  readonly zone: string
  readonly language: string
  readonly width: number
  readonly height: number
  readonly font: string
  readonly syncKey: string | undefined
  readonly isFromZero: boolean
  readonly overlays: () => Overlays
  readonly onCursor: (u: uPlot) => void
  readonly onSelect: (start: number, end: number) => void
  readonly onReset: () => void
}

export function plotOptions(input: OptionsInput): uPlot.Options {
  const { palette, font } = input
  return {
    width: input.width,
    height: input.height,
    ms: 1,
    legend: { show: false },
    padding: [8, 12, 0, 0],
    series: [{}, ...plotSeries(input.series, palette)],
    bands: plotBands(input.series, palette),
    scales: {
      x: { time: true, auto: false },
      y: { range: (_u, min, max) => valueRange(min, max, input.isFromZero) },
    },
    axes: [timeAxis(input), valueAxis(input)],
    cursor: {
      ...(input.syncKey ? { sync: { key: input.syncKey, setSeries: false } } : {}),
      drag: { x: true, y: false, setScale: false, dist: 6 },
      y: false,
      bind: {
        dblclick: () => () => {
          input.onReset()
          return null
        },
      },
      points: { size: 7, width: 2, stroke: () => palette.surface, fill: (u, index) => strokeOf(u, index) },
    },
    hooks: {
      drawAxes: [drawBehind(input.overlays, palette)],
      draw: [drawOver(input.overlays, palette, scaleFont(font))],
      setCursor: [input.onCursor],
      setSelect: [
        (u) => {
          if (u.select.width < 6) return
          const start = u.posToVal(u.select.left, 'x')
          const end = u.posToVal(u.select.left + u.select.width, 'x')
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
          input.onSelect(Math.round(start), Math.round(end))
        },
      ],
    },
  }
}

function strokeOf(u: uPlot, index: number): string {
  const stroke = u.series[index]?.stroke
  const colour = typeof stroke === 'function' ? stroke(u, index) : stroke
  return typeof colour === 'string' && colour !== 'transparent' ? colour : 'transparent'
}

function scaleFont(font: string): string {
  return font.replace(/([\d.]+)px/, (_all, size: string) => `${Number(size) * devicePixelRatio}px`)
}

function plotSeries(series: readonly ChartSeries[], palette: ChartPalette): uPlot.Series[] {
  return series.flatMap((one, index) => {
    const style = lineStyle(palette, index)
    const line: uPlot.Series = {
      label: one.label,
      stroke: style.stroke,
      width: style.width,
      dash: [...style.dash],
      spanGaps: false,
      points: { show: false },
    }
    if (!one.columns.isBand) return [{ ...line, points: { size: 4 } }]
    const edge: uPlot.Series = { stroke: 'transparent', width: 0, points: { show: false } }
    return [edge, edge, line]
  })
}

function plotBands(series: readonly ChartSeries[], palette: ChartPalette): uPlot.Band[] {
  let at = 1
  return series.flatMap((one, index) => {
    if (!one.columns.isBand) {
      at += 1
      return []
    }
    const band: uPlot.Band = {
      series: [at, at + 1],
      fill: `color-mix(in srgb, ${lineStyle(palette, index).stroke} 24%, transparent)`,
    }
    at += 3
    return [band]
  })
}

/** @returns the value scale with a tenth of room; a flat line gets room too. */
export function valueRange(min: number | null, max: number | null, isFromZero: boolean): [number, number] {
  if (min === null || max === null || !Number.isFinite(min) || !Number.isFinite(max)) return [0, 1]
  const low = isFromZero ? Math.min(min, 0) : min
  const high = isFromZero ? Math.max(max, 0) : max
  const room = high === low ? Math.max(Math.abs(high) * 0.05, 0.5) : (high - low) * 0.1
  return [isFromZero && low === 0 ? 0 : low - room, isFromZero && high === 0 ? 0 : high + room]
}

function timeAxis(input: OptionsInput): uPlot.Axis {
  const labelWidth = 76
  const stepOf = (u: uPlot, min: number, max: number) => pickStep(min, max, Math.max(2, u.width / labelWidth))
  return {
    stroke: input.palette.text,
    font: input.font,
    size: 44,
    gap: 6,
    grid: { stroke: input.palette.grid, width: 1 },
    ticks: { stroke: input.palette.axis, width: 1, size: 4 },
    splits: (u, _axis, min, max) => timeTicks(min, max, stepOf(u, min, max), input.zone),
    values: (u, splits) => {
      const { min = 0, max = 1 } = u.scales.x ?? {}
      return timeLabels(splits, stepOf(u, min, max), input.zone, input.language)
    },
  }
}

/** Decimals that a step needs to be told apart and told true: 2.5 needs one, 0.05 two. */
export function digitsOf(step: number): number {
  for (let digits = 0; digits < 6; digits += 1) {
    const shifted = step * 10 ** digits
    if (shifted >= 0.999 && Math.abs(shifted - Math.round(shifted)) < 1e-6 * shifted) return digits
  }
  return 6
}

function valueAxis(input: OptionsInput): uPlot.Axis {
  return {
    stroke: input.palette.text,
    font: input.font,
    gap: 6,
    space: 36,
    size: (_u, values) => 20 + 7 * Math.max(3, ...(values ?? []).map((value) => value.length)),
    grid: { stroke: input.palette.grid, width: 1 },
    ticks: { show: false },
    values: (_u, splits) => {
      const step = Math.abs((splits[1] ?? 1) - (splits[0] ?? 0))
      const digits = digitsOf(step)
      const format = new Intl.NumberFormat(input.language, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      })
      return splits.map((value) => format.format(value))
    },
  }
}

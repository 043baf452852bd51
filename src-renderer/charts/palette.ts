import { SEVERITIES, type Severity } from '../api/types.ts'
import { cssColours } from './css-colours.ts'

const NAMES = [
  'text',
  'grid',
  'axis',
  'accent',
  'normal',
  'limit',
  'mark',
  'surface',
  'grey-1',
  'grey-2',
  'grey-3',
  ...SEVERITIES,
] as const

/** The chart's colours as charts.css names them. */
export type ChartPalette = Readonly<Record<(typeof NAMES)[number] | Severity, string>>

export function readPalette(element: HTMLElement): ChartPalette {
  return cssColours(element, 'chart', NAMES)
}

/** Lines differ by tone and dash, not by hue: hues belong to alarms. */
export interface LineStyle {
  readonly stroke: string
  readonly width: number
  readonly dash: readonly number[]
}

export function lineStyle(palette: ChartPalette, index: number): LineStyle {
  const styles: readonly LineStyle[] = [
    { stroke: palette.accent, width: 1.75, dash: [] },
    { stroke: palette['grey-1'], width: 1.5, dash: [] },
    { stroke: palette['grey-2'], width: 1.5, dash: [7, 4] },
    { stroke: palette['grey-3'], width: 1.5, dash: [2, 3] },
  ]
  return styles[Math.min(index, styles.length - 1)] ?? { stroke: palette.text, width: 1, dash: [] }
}

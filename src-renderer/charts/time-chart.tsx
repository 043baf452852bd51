import { type ReactNode, useEffect, useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../format/use-format.ts'
import './charts.css'
import { alignColumns } from './columns.ts'
import { watchTheme } from './css-colours.ts'
import { CursorTable } from './cursor-table.tsx'
import type { ChartSeries } from './options.ts'
import { type AlarmPeriod, type EventMark, type Limits, notesAt, type Overlays } from './overlays.ts'
import { PlotCanvas } from './plot-canvas.tsx'
import { spokenCursor, spokenSummary } from './spoken.ts'
import { zoneName } from './zone.ts'

export interface TimeChartProps {
  /** What the chart shows, e.g. "Voltage": its accessible name. */
  readonly title: string
  readonly series: readonly ChartSeries[]
  /** Epoch milliseconds. */
  readonly start: number
  readonly end: number
  readonly alarms?: readonly AlarmPeriod[] | undefined
  readonly marks?: readonly EventMark[] | undefined
  readonly limits?: Limits | undefined
  /** Charts with the same key share their cursor. */
  readonly syncKey?: string | undefined
  readonly height?: number
  readonly isFromZero?: boolean
  readonly onZoom?: ((start: number, end: number) => void) | undefined
  readonly onReset?: (() => void) | undefined
  /** Shown over the plot instead of lines: loading, failed. Empty says so by itself. */
  readonly notice?: ReactNode
}

const NONE: readonly never[] = []
const NO_LIMITS: Limits = {}

export function TimeChart(props: TimeChartProps) {
  const { title, series, start, end, alarms = NONE, marks = NONE, limits = NO_LIMITS, height = 220 } = props
  const { t } = useTranslation()
  const { locale, zone } = useFormat()
  const [cursor, setCursor] = useState<number | null>(null)
  const [theme, setTheme] = useState(0)
  const helpId = useId()
  const at = useMemo(() => alignColumns(series.map((one) => one.columns)).at, [series])
  const overlays = useMemo<Overlays>(() => ({ alarms, marks, limits }), [alarms, marks, limits])
  useEffect(() => watchTheme(() => setTheme((count) => count + 1)), [])

  const shape = series.map((one) => `${one.key}${one.columns.isBand ? '~' : ''}`).join(' ')
  const cursorAt = cursor === null ? null : (at[cursor] ?? null)
  const isEmpty = series.every((one) => one.columns.line.every((value) => value === null))
  const notes = cursorAt === null ? [] : notesAt(overlays, cursorAt, (end - start) / 150)
  const isBand = series.some((one) => one.columns.isBand)
  const words = { t, language: locale, zone }

  return (
    <div className="qw-chart-box">
      <figure className="qw-chart">
        <CursorTable series={series} cursorAt={cursorAt} {...words} />
        <div className="qw-chart-frame">
          <PlotCanvas
            key={`${shape}|${theme}`}
            {...{ series, start, end, zone, height, overlays, helpId, cursor }}
            language={locale}
            isFromZero={props.isFromZero ?? false}
            syncKey={props.syncKey}
            label={title}
            spokenCursor={
              cursorAt === null
                ? spokenSummary(series, { ...words, start, end, alarmCount: alarms.length })
                : spokenCursor(series, cursorAt, words)
            }
            onCursor={setCursor}
            onZoom={props.onZoom}
            onReset={props.onReset}
          />
          {(props.notice || isEmpty) && <div className="qw-chart-notice">{props.notice ?? t('chart.empty')}</div>}
        </div>
        <figcaption className="qw-chart-foot">
          <span id={helpId} className="qw-chart-hint" data-noted={notes.length > 0 || undefined}>
            {notes.length > 0 ? notes.join(' · ') : t('chart.keys')}
          </span>
          <span className="qw-chart-zone">
            {isBand ? `${t('chart.middle')} · ` : ''}
            {zoneName(zone, start, end)}
          </span>
        </figcaption>
      </figure>
    </div>
  )
}

import { SegmentedControl, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Column } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { useUrlState } from '../../../components/use-url-state.ts'
import { type Format, useFormat } from '../../../format/use-format.ts'
import { useNow } from '../../../format/use-now.ts'
import { ExportButton } from '../../exports/export-button.tsx'
import { energySpan } from '../model/time-range.ts'
import { aggregatedQuery } from '../queries.ts'
import { type AggregatedRow, INTERVALS, type Interval } from '../wire.ts'
import classes from './detail.module.css'

const STEP_MS = 600_000

export function EnergyTab({ deviceId }: { deviceId: string }) {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const [text, setInterval] = useUrlState('interval', 'daily')
  const interval = INTERVALS.find((one) => one === text) ?? 'daily'
  const now = useNow(STEP_MS)
  const span = useMemo(() => energySpan(interval, now, zone), [interval, now, zone])
  const query = useQuery(aggregatedQuery(deviceId, span.start, span.end, interval))
  const rows = useMemo(() => [...(query.data ?? [])].reverse(), [query.data])
  const columns = useEnergyColumns(rows, interval)
  return (
    <div className={classes.energy}>
      <div className={classes.chartTools}>
        <SegmentedControl
          value={interval}
          onChange={setInterval}
          aria-label={t('devices.energy.period')}
          data={INTERVALS.map((value) => ({ value: value as string, label: t(`devices.energy.interval.${value}`) }))}
        />
        <EnergyTotal rows={rows} />
        <Link to={`/energy/bill?meter=${deviceId}`}>{t('devices.energy.bill')}</Link>
        <ExportButton deviceIds={[deviceId]} interval={interval} />
      </div>
      <Loaded query={query}>
        {() => (
          <DataTable
            key={interval}
            id="device-energy"
            label={t('devices.energy.label')}
            rows={rows}
            columns={columns}
            rowKey={(row) => row.timestamp}
            empty={<EmptyState title={t('devices.energy.none')} />}
          />
        )}
      </Loaded>
    </div>
  )
}

function EnergyTotal({ rows }: { rows: readonly AggregatedRow[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const known = rows.flatMap((row) => (row.energy_kwh === null ? [] : [row.energy_kwh]))
  if (known.length === 0) return null
  const total = known.reduce((sum, energy) => sum + energy, 0)
  const missing = rows.length - known.length
  return (
    <p className={classes.energyTotal}>
      <strong>{t('devices.energy.total', { energy: format.number(total, total < 100 ? 2 : 0) })}</strong>
      {missing > 0 ? <span className="quiet"> · {t('devices.energy.partial', { count: missing })}</span> : null}
    </p>
  )
}

type Figure = 'energy_kwh' | 'power_avg' | 'voltage_avg' | 'current_avg' | 'power_factor_avg'
const FIGURES: readonly [
  key: Figure,
  word: 'energy' | 'power' | 'voltage' | 'current' | 'powerFactor',
  unit: string,
  decimals: number,
][] = [
  ['energy_kwh', 'energy', 'kWh', 2],
  ['power_avg', 'power', 'kW', 2],
  ['voltage_avg', 'voltage', 'V', 1],
  ['current_avg', 'current', 'A', 2],
  ['power_factor_avg', 'powerFactor', '', 3],
]

function useEnergyColumns(rows: readonly AggregatedRow[], interval: Interval): readonly Column<AggregatedRow>[] {
  const { t } = useTranslation()
  const format = useFormat()
  return useMemo(() => {
    const greatest = Math.max(0, ...rows.map((row) => Math.abs(row.energy_kwh ?? 0)))
    const week = (date: string): string => t('devices.energy.week', { date })
    const period: Column<AggregatedRow> = {
      key: 'period',
      header: t('devices.energy.period'),
      width: { share: 1, min: 150 },
      isSortable: true,
      cell: (row) => <span className="tabular">{periodName(row.timestamp, interval, format, week)}</span>,
      plain: (row) => row.timestamp,
    }
    const figures = FIGURES.map<Column<AggregatedRow>>(([key, word, unit, decimals]) => ({
      key,
      header: t(`devices.energy.${word}`),
      width: key === 'energy_kwh' ? { share: 2, min: 190 } : { share: 1, min: 118 },
      align: 'end',
      isSortable: true,
      cell: (row) => (
        <FigureCell
          value={row[key]}
          unit={unit}
          decimals={decimals}
          greatest={key === 'energy_kwh' ? greatest : null}
        />
      ),
      plain: (row) => row[key],
    }))
    const coverage: Column<AggregatedRow> = {
      key: 'coverage',
      header: t('devices.energy.coverage'),
      width: 120,
      align: 'end',
      isSortable: true,
      cell: (row) => (
        <span className={classes.coverage} data-partial={row.coverage < 0.95 || undefined}>
          <span className={classes.coverageBar} aria-hidden="true">
            <span style={{ inlineSize: `${row.coverage * 100}%` }} />
          </span>
          {format.number(row.coverage * 100)} %
        </span>
      ),
      plain: (row) => row.coverage,
    }
    return [period, ...figures, coverage]
  }, [rows, interval, t, format])
}

interface FigureCellProps {
  value: number | null
  unit: string
  decimals: number
  /** With it, a bar shows the share of the greatest. */
  greatest: number | null
}

function FigureCell({ value, unit, decimals, greatest }: FigureCellProps) {
  const { t } = useTranslation()
  const format = useFormat()
  if (value === null) {
    return (
      <Tooltip label={t('devices.energy.missing')}>
        <span className="quiet">
          <span aria-hidden="true">—</span>
          <span className="visually-hidden">{t('devices.energy.missing')}</span>
        </span>
      </Tooltip>
    )
  }
  return (
    <span className={classes.figure}>
      {greatest ? (
        <span className={classes.bar} aria-hidden="true">
          <span style={{ inlineSize: `${Math.min(100, (Math.abs(value) / greatest) * 100)}%` }} />
        </span>
      ) : null}
      <span className="tabular">
        {format.number(value, decimals)} <small className="quiet">{unit}</small>
      </span>
    </span>
  )
}

function periodName(timestamp: string, interval: Interval, format: Format, week: (date: string) => string): string {
  if (interval === 'hourly') return `${format.time(timestamp, 'day')} ${format.time(timestamp, 'time')}`
  if (interval === 'daily') return format.time(timestamp, 'weekday')
  if (interval === 'weekly') return week(format.time(timestamp, 'date'))
  const month = new Intl.DateTimeFormat(format.locale, { month: 'long', year: 'numeric', timeZone: format.zone })
  return month.format(new Date(timestamp))
}

import { Button, Chip, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../../api/queries/session.ts'
import type { EventMark } from '../../../charts/overlays.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { useUrlState } from '../../../components/use-url-state.ts'
import { useFormat } from '../../../format/use-format.ts'
import { useNow } from '../../../format/use-now.ts'
import { ExportButton } from '../../exports/export-button.tsx'
import { isCounter, type Quantity, quantities } from '../model/quantities.ts'
import { parseRange, stepOf, type TimeRange } from '../model/time-range.ts'
import { deviceIncidentsQuery, faultsQuery, latestQuery, seriesQuery } from '../queries.ts'
import { ChartStack } from './chart-stack.tsx'
import classes from './detail.module.css'
import { RangePicker } from './range-picker.tsx'
import { SeriesTable } from './series-table.tsx'

const MAX_POINTS = 1600

export function ChartTab({ deviceId, isCompact = false }: { deviceId: string; isCompact?: boolean }) {
  const { t } = useTranslation()
  const query = useQuery(latestQuery(deviceId))
  return (
    <Loaded query={query}>
      {(items) =>
        items.length === 0 ? (
          <EmptyState title={t('devices.live.none')} hint={t('devices.live.noneHint')} />
        ) : (
          <Charts deviceId={deviceId} all={quantities(items.map((item) => item.metric))} isCompact={isCompact} />
        )
      }
    </Loaded>
  )
}

function Charts({ deviceId, all, isCompact }: { deviceId: string; all: readonly Quantity[]; isCompact: boolean }) {
  const { t } = useTranslation()
  const may = useMay()
  const [rangeText, setRange] = useUrlState('range', 'day')
  const [shape, setShape] = useUrlState('as', 'chart')
  const { chosen, toggle } = useChosenQuantities(all)
  const now = useNow(stepOf(rangeText))
  const range = useMemo(() => parseRange(rangeText, now), [rangeText, now])
  const metrics = useMemo(() => chosen.flatMap((quantity) => quantity.metrics), [chosen])
  const series = useQuery({
    ...seriesQuery(deviceId, metrics, range.start, range.end, MAX_POINTS),
    placeholderData: (before) => (before?.device_id === deviceId ? before : undefined),
  })
  const incidents = useQuery({ ...deviceIncidentsQuery(deviceId), enabled: may('alarms:read') }).data
  const marks = useFaultMarks(deviceId, range)
  return (
    <div className={classes.charts} data-compact={isCompact || undefined}>
      <div className={classes.chartTools}>
        <RangePicker range={range} onRange={setRange} isCompact={isCompact} />
        {isCompact ? null : <ExportButton deviceIds={[deviceId]} interval="raw" metrics={metrics} />}
        {isCompact ? null : (
          <SegmentedControl
            value={shape}
            onChange={setShape}
            aria-label={t('devices.view.label')}
            data={[
              { value: 'chart', label: t('devices.chart.chart') },
              { value: 'table', label: t('devices.chart.table') },
            ]}
          />
        )}
      </div>
      <QuantityPicker all={all} chosen={chosen} onToggle={toggle} />
      {shape === 'table' && !isCompact ? (
        <SeriesTable deviceId={deviceId} metrics={metrics} range={range} />
      ) : (
        <ChartStack
          deviceId={deviceId}
          marks={marks}
          quantities={chosen}
          query={series}
          incidents={incidents ?? []}
          range={range}
          maxPoints={MAX_POINTS}
          isCompact={isCompact}
          height={isCompact ? 150 : chosen.length === 1 ? 320 : 190}
          onRange={setRange}
        />
      )}
    </div>
  )
}

/** Faults of the line or the device, where they happened; so many that they would hide the chart are left out. */
const MOST_MARKS = 80

function useFaultMarks(deviceId: string, range: TimeRange): readonly EventMark[] {
  const { t } = useTranslation()
  const faults = useQuery(faultsQuery(deviceId)).data?.items
  return useMemo(() => {
    const marks = (faults ?? []).flatMap(({ timestamp, kind, message }) => {
      const at = Date.parse(timestamp)
      const name = t(`devices.faults.kinds.${kind}` as 'devices.faults.kinds.crc', kind)
      return at >= range.start && at <= range.end ? [{ at, label: `${name}: ${message}` }] : []
    })
    return marks.length > MOST_MARKS ? [] : marks
  }, [faults, range, t])
}

/** The chosen quantities live in the address; the first one that is no counter when it names none. */
function useChosenQuantities(all: readonly Quantity[]) {
  const first = all.find(({ base }) => !isCounter(base)) ?? all[0]
  const [text, setText] = useUrlState('m', first?.base ?? '')
  const chosen = useMemo(() => {
    const bases = new Set(text.split(','))
    return all.filter(({ base }) => bases.has(base))
  }, [all, text])
  const toggle = (base: string): void => {
    const bases = new Set(chosen.map((quantity) => quantity.base))
    if (!bases.delete(base)) bases.add(base)
    setText(
      all
        .map((quantity) => quantity.base)
        .filter((one) => bases.has(one))
        .join(',') || null,
    )
  }
  return { chosen, toggle }
}

interface QuantityPickerProps {
  all: readonly Quantity[]
  chosen: readonly Quantity[]
  onToggle: (base: string) => void
}

/** The first ones are what is looked at; the rest is one press away. */
const ALWAYS_SHOWN = 8

function QuantityPicker({ all, chosen, onToggle }: QuantityPickerProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [isWhole, setWhole] = useState(false)
  const isChosen = (base: string): boolean => chosen.some((quantity) => quantity.base === base)
  const shown = all.filter(({ base }, index) => isWhole || index < ALWAYS_SHOWN || isChosen(base))
  return (
    <fieldset className={classes.quantityPicker}>
      <legend className="visually-hidden">{t('devices.chart.metrics')}</legend>
      {shown.map(({ base }) => (
        <Chip
          key={base}
          size="xs"
          radius="sm"
          variant="outline"
          checked={isChosen(base)}
          onChange={() => onToggle(base)}
        >
          {format.metric(base)}
        </Chip>
      ))}
      {shown.length < all.length ? (
        <Button size="compact-xs" variant="subtle" onClick={() => setWhole(true)}>
          {t('devices.chart.more', { count: all.length - shown.length })}
        </Button>
      ) : null}
    </fieldset>
  )
}

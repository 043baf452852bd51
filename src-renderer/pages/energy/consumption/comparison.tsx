import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ChoiceBar } from '../../../components/choice-bar.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { useUrlState } from '../../../components/use-url-state.ts'
import { decimalsFor } from '../../../format/number.ts'
import { type Format, useFormat } from '../../../format/use-format.ts'
import { type Bar, BarChart } from '../bar-chart.tsx'
import classes from '../energy.module.css'
import type { Period } from '../period.ts'
import { compareQuery } from '../queries.ts'
import type { EnergyComparison } from '../wire.ts'

interface ComparisonProps {
  period: Period
  subregionId?: string | null
  deviceId?: string | null
}

/** The period beside the one before, interval by interval. */
export function Comparison({ period, subregionId = null, deviceId = null }: ComparisonProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [text, choose] = useUrlState('compare', 'period')
  const previous = text === 'year' ? 'year' : 'period'
  const of = { subregion_id: subregionId, device_id: deviceId }
  const query = useQuery(compareQuery(period, period.interval, previous, of))
  return (
    <section className={classes.panel} aria-label={t('energy.compare.label')}>
      <div className={classes.panelHead}>
        <h2>{t('energy.compare.label')}</h2>
        <ChoiceBar
          label={t('energy.compare.with')}
          choices={[
            { key: 'period', word: t('energy.compare.period') },
            { key: 'year', word: t('energy.compare.year') },
          ]}
          chosen={previous}
          onChoose={choose}
        />
        {query.data ? <Change comparison={query.data} isRunning={period.isCurrent} format={format} /> : null}
      </div>
      <Loaded query={query} rows={4}>
        {(data) => {
          const bars = barsOf(data, period, format)
          const amount = (value: number | null | undefined) =>
            value === null || value === undefined ? '—' : `${format.number(value, decimalsFor(value))} kWh`
          return (
            <BarChart
              bars={bars}
              unit="kWh"
              label={t('energy.compare.label')}
              tell={(bar) =>
                t('energy.compare.tell', { when: bar.label, now: amount(bar.value), before: amount(bar.before) })
              }
            />
          )
        }}
      </Loaded>
    </section>
  )
}

interface ChangeProps {
  comparison: EnergyComparison
  /** Then the change is against as much of the period before as has gone by of this one. */
  isRunning: boolean
  format: Format
}

function Change({ comparison, isRunning, format }: ChangeProps) {
  const { t } = useTranslation()
  const { change_percent: change, previous } = comparison
  if (change === null) return <span className="quiet">{t('energy.compare.incomparable')}</span>
  const sign = change > 0 ? '+' : change < 0 ? '−' : ''
  const total = previous.total_kwh
  return (
    <span className="tabular">
      {sign}
      {format.number(Math.abs(change), 1)} %
      {total === null ? null : (
        <small className="quiet">
          {' '}
          {t(isRunning ? 'energy.compare.soFar' : 'energy.compare.against', {
            amount: format.number(total, decimalsFor(total)),
          })}
        </small>
      )}
    </span>
  )
}

/** Aligned by position: a day of this month beside the same day of the month before. */
function barsOf({ current, previous }: EnergyComparison, period: Period, format: Format): readonly Bar[] {
  const count = Math.max(current.data.length, previous.data.length)
  const shape: Intl.DateTimeFormatOptions =
    period.unit === 'day'
      ? { hour: '2-digit', hourCycle: 'h23' }
      : period.unit === 'year'
        ? { month: 'short' }
        : { day: 'numeric' }
  const name = new Intl.DateTimeFormat(format.locale, { ...shape, timeZone: format.zone })
  const every = count > 24 ? 2 : count > 12 ? 3 : 1
  return Array.from({ length: count }, (_, index): Bar => {
    const now = current.data[index]
    const before = previous.data[index]
    const at = now?.timestamp ?? before?.timestamp
    return {
      key: String(index),
      label: at === undefined ? '' : name.format(new Date(at)),
      isLabelled: index % every === 0,
      value: now?.energy_kwh ?? null,
      before: before?.energy_kwh ?? null,
      isEstimated: now?.quality === 'estimated',
    }
  })
}

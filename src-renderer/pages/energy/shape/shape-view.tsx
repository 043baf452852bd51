import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Fact, Facts } from '../../../components/facts.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Toolbar } from '../../../components/toolbar.tsx'
import { useUrlState } from '../../../components/use-url-state.ts'
import { decimalsFor } from '../../../format/number.ts'
import { useFormat } from '../../../format/use-format.ts'
import { BarChart } from '../bar-chart.tsx'
import classes from '../energy.module.css'
import { MeterSelect, useChosenMeter } from '../meter-select.tsx'
import type { Period } from '../period.ts'
import { PeriodPicker, usePeriod } from '../period-picker.tsx'
import { heatMapQuery, loadCurveQuery } from '../queries.ts'
import type { LoadCurve } from '../wire.ts'
import { DurationCurve } from './duration-curve.tsx'
import { HeatGrid } from './heat-grid.tsx'

/** When the load comes: through the day, through the week, and for how long it stays high. */
export function ShapeView() {
  const { t } = useTranslation()
  const { period, choose } = usePeriod()
  const [text, setMeter] = useUrlState('meter')
  const meter = useChosenMeter(text)
  return (
    <div className={classes.view}>
      <Toolbar>
        <PeriodPicker period={period} onChoose={choose} />
        <MeterSelect label={t('energy.meter')} chosen={meter} onChoose={setMeter} />
      </Toolbar>
      <div className={classes.scroll}>
        {meter ? <Shape period={period} deviceId={meter} /> : <EmptyState title={t('energy.noMeter')} />}
      </div>
    </div>
  )
}

function Shape({ period, deviceId }: { period: Period; deviceId: string }) {
  const { t } = useTranslation()
  const curve = useQuery(loadCurveQuery(period, deviceId))
  const heat = useQuery(heatMapQuery(period, deviceId))
  return (
    <Loaded query={curve}>
      {(data) =>
        data.mean_kw === null ? (
          <EmptyState title={t('energy.none')} hint={t('energy.noneHint')} />
        ) : (
          <div className={classes.shape} aria-busy={curve.isPlaceholderData}>
            <LoadFacts curve={data} />
            <section className={classes.panel} aria-label={t('energy.shape.profile')}>
              <h2>{t('energy.shape.profile')}</h2>
              <Profile curve={data} />
            </section>
            <section className={classes.panel} aria-label={t('energy.shape.duration')}>
              <h2>{t('energy.shape.duration')}</h2>
              <p className="quiet">{t('energy.shape.durationHint')}</p>
              <DurationCurve points={data.duration} />
            </section>
            <section className={classes.panel} aria-label={t('energy.shape.heat')}>
              <h2>{t('energy.shape.heat')}</h2>
              <Loaded query={heat}>{(map) => <HeatGrid map={map} />}</Loaded>
            </section>
          </div>
        )
      }
    </Loaded>
  )
}

function LoadFacts({ curve }: { curve: LoadCurve }) {
  const { t } = useTranslation()
  const format = useFormat()
  const kw = (value: number | null) => (value === null ? '—' : `${format.number(value, decimalsFor(value))} kW`)
  return (
    <section className={classes.panel}>
      <Facts>
        <Fact name={t('energy.shape.peak')}>
          {kw(curve.peak_kw)} {curve.peak_at ? <small className="quiet">{format.time(curve.peak_at)}</small> : null}
        </Fact>
        <Fact name={t('energy.shape.mean')}>{kw(curve.mean_kw)}</Fact>
        <Fact name={t('energy.shape.least')}>{kw(curve.min_kw)}</Fact>
        <Fact name={t('energy.shape.loadFactor')}>
          {curve.load_factor === null ? '—' : `${format.number(curve.load_factor * 100, 0)} %`}
        </Fact>
        <Fact name={t('energy.shape.coverage')}>{format.number(curve.coverage * 100, 0)} %</Fact>
      </Facts>
    </section>
  )
}

function Profile({ curve }: { curve: LoadCurve }) {
  const { t } = useTranslation()
  const format = useFormat()
  const bars = curve.profile.map((value, hour) => ({
    key: String(hour),
    label: String(hour).padStart(2, '0'),
    isLabelled: hour % 3 === 0,
    value,
  }))
  return (
    <BarChart
      bars={bars}
      unit="kW"
      height={170}
      label={t('energy.shape.profile')}
      tell={({ label, value }) =>
        t('energy.shape.tell', {
          hour: label,
          power: value === null ? '—' : `${format.number(value, decimalsFor(value))} kW`,
        })
      }
    />
  )
}

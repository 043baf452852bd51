import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useMay } from '../../../api/queries/session.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { Toolbar } from '../../../components/toolbar.tsx'
import { useEditing } from '../../../components/use-editing.ts'
import { useUrlState } from '../../../components/use-url-state.ts'
import { useFormat } from '../../../format/use-format.ts'
import classes from '../energy.module.css'
import { MeterSelect, useChosenMeter } from '../meter-select.tsx'
import { monthOf } from '../period.ts'
import { PeriodPicker, usePeriod } from '../period-picker.tsx'
import { reactiveQuery } from '../queries.ts'
import type { ReactiveRatio } from '../wire.ts'
import { Contributors } from './contributors.tsx'
import { LimitForm } from './limit-form.tsx'
import { RatioChart } from './ratio-chart.tsx'
import { RatioGauge } from './ratio-gauge.tsx'

/** Reactive energy of a billing month: how near the limits, why, and when they would be passed. */
export function ReactiveView() {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const may = useMay()
  const { period, choose } = usePeriod('month')
  const [text, setMeter] = useUrlState('meter')
  const editing = useEditing()
  const meter = useChosenMeter(text)
  const canWrite = may('energy:write')
  return (
    <>
      <Toolbar>
        <PeriodPicker period={period} onChoose={choose} only="month" />
        <MeterSelect label={t('energy.meter')} chosen={meter} onChoose={setMeter} />
        {canWrite && meter ? (
          <Button onClick={() => editing.open('new')}>{t('energy.reactive.setLimits')}</Button>
        ) : null}
      </Toolbar>
      <SplitView
        detail={
          editing.isNew && canWrite && meter ? <LimitForm key={meter} deviceId={meter} onClose={editing.close} /> : null
        }
        detailLabel={t('energy.reactive.setLimits')}
        onClose={editing.close}
      >
        <div className={classes.scroll}>
          {meter ? (
            <Ratio deviceId={meter} month={monthOf(period.start, zone)} />
          ) : (
            <EmptyState title={t('energy.noMeter')} />
          )}
        </div>
      </SplitView>
    </>
  )
}

function Ratio({ deviceId, month }: { deviceId: string; month: string }) {
  const query = useQuery(reactiveQuery(deviceId, month))
  return (
    <Loaded query={query}>
      {(ratio) => (
        <div className={classes.reactive} aria-busy={query.isPlaceholderData}>
          <Verdict ratio={ratio} />
          <div className={classes.gauges}>
            <RatioGauge ratio={ratio} kind="inductive" />
            <RatioGauge ratio={ratio} kind="capacitive" />
          </div>
          <Notes ratio={ratio} />
          <RatioChart ratio={ratio} />
          <Contributors ratio={ratio} />
        </div>
      )}
    </Loaded>
  )
}

function Verdict({ ratio }: { ratio: ReactiveRatio }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { limits } = ratio
  const [first] = ratio.contributors
  const basis = limits.is_assumed
    ? t('energy.reactive.assumed')
    : limits.is_exempt
      ? t(`energy.reactive.exempt.${limits.exempt_because ?? 'declared'}`)
      : t(`energy.reactive.band.${limits.band}`)
  return (
    <section className={classes.verdict} data-status={ratio.status}>
      <h2>
        {ratio.reason ? t(`energy.reactive.reason.${ratio.reason}`) : t(`energy.reactive.status.${ratio.status}`)}
      </h2>
      <p className="quiet">
        {basis}
        {limits.valid_from ? ` · ${t('energy.reactive.since', { date: format.time(limits.valid_from, 'date') })}` : ''}
        {ratio.period.measured_until && ratio.period.is_current
          ? ` · ${t('energy.reactive.until', { time: format.time(ratio.period.measured_until) })}`
          : ''}
      </p>
      {first?.share && (ratio.status === 'near' || ratio.status === 'over') ? (
        <p>
          <Link to={`/energy/reactive?meter=${first.device_id}`}>
            {t('energy.reactive.mostly', { name: first.name, share: format.number(first.share * 100, 0) })}
          </Link>
        </p>
      ) : null}
    </section>
  )
}

function Notes({ ratio }: { ratio: ReactiveRatio }) {
  const { t } = useTranslation()
  const words: Readonly<Record<string, string | undefined>> = t('energy.reactive.note', { returnObjects: true })
  const known = ratio.notes.flatMap((code) => (words[code] ? [{ code, word: words[code] }] : []))
  const side = ratio.load_side
  if (known.length === 0 && !side) return null
  return (
    <ul className={classes.notes}>
      {side ? <LoadSide side={side} /> : null}
      {known.map(({ code, word }) => (
        <li key={code}>{word}</li>
      ))}
    </ul>
  )
}

function LoadSide({ side }: { side: NonNullable<ReactiveRatio['load_side']> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const percent = (ratio: number | null) => (ratio === null ? '—' : `${format.number(ratio, 1)} %`)
  return (
    <li>
      {t('energy.reactive.loadSide', {
        inductive: percent(side.inductive_ratio),
        capacitive: percent(side.capacitive_ratio),
        generated: side.generated_kwh === null ? '—' : format.number(side.generated_kwh),
      })}
    </li>
  )
}

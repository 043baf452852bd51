import { useTranslation } from 'react-i18next'
import type { AlarmKpis } from '../../../api/queries/annunciation.ts'
import { useFormat } from '../../../format/use-format.ts'
import classes from './performance.module.css'

interface FigureProps {
  name: string
  value: string
  unit?: string
  /** Null where nothing is asked of the figure. */
  isMet: boolean | null
  target?: { text: string; source: string } | undefined
  note?: string | undefined
}

function Figure({ name, value, unit, isMet, target, note }: FigureProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.figure}>
      <span className={classes.name}>{name}</span>
      <span className={classes.value}>
        {value} {unit ? <small>{unit}</small> : null}
      </span>
      {isMet === null ? null : (
        <span className={classes.verdict}>
          {isMet ? '✓' : '✕'} {t(isMet ? 'annunciation.kpi.met' : 'annunciation.kpi.missed')}
        </span>
      )}
      {note ? <span className="quiet">{note}</span> : null}
      {target ? (
        <span className={classes.target}>
          {t('annunciation.kpi.target')}: {target.text} ({target.source})
        </span>
      ) : null}
    </div>
  )
}

const MAX_RATE = 1
const MAX_PEAK = 10
const MAX_PER_DAY = 150
const MAX_PER_HOUR = 30
const MAX_FLOOD = 0.01
const MAX_STALE = 5

export function Figures({ kpis }: { kpis: AlarmKpis }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { per_operator_10_min: rate, flood, stale, chattering, targets, peak_hour: hour } = kpis
  const days = (Date.parse(kpis.end) - Date.parse(kpis.start)) / 86_400_000
  const perDay = kpis.annunciated / days / kpis.operators
  const percent = (share: number) => format.number(share * 100, share > 0 && share < 0.1 ? 2 : 1)
  return (
    <div className={classes.figures}>
      <Figure
        name={t('annunciation.kpi.rate')}
        value={format.number(rate.mean, 2)}
        unit={t('annunciation.kpi.per10')}
        isMet={rate.mean <= MAX_RATE}
        target={targets.rate}
        note={t('annunciation.kpi.operators', { count: kpis.operators })}
      />
      <Figure
        name={t('annunciation.kpi.peak')}
        value={format.number(rate.peak)}
        unit={t('annunciation.kpi.per10')}
        isMet={rate.peak <= MAX_PEAK}
        target={targets.peak}
        note={rate.peak_at ? format.time(rate.peak_at) : undefined}
      />
      <Figure
        name={t('annunciation.kpi.perDay')}
        value={format.number(perDay, perDay < 10 ? 1 : 0)}
        unit={t('annunciation.kpi.aDay')}
        isMet={perDay <= MAX_PER_DAY}
        target={targets.per_day}
        note={t('annunciation.kpi.total', { value: format.number(kpis.annunciated) })}
      />
      <Figure
        name={t('annunciation.kpi.hour')}
        value={format.number(hour?.count ?? 0)}
        unit={t('annunciation.kpi.anHour')}
        isMet={(hour?.count ?? 0) / kpis.operators <= MAX_PER_HOUR}
        target={targets.hour}
        note={hour ? format.time(hour.at) : undefined}
      />
      <Figure
        name={t('annunciation.kpi.flood')}
        value={percent(flood.share)}
        unit="%"
        isMet={flood.share < MAX_FLOOD}
        target={targets.flood}
        note={t('annunciation.kpi.floods', { count: flood.count, time: format.age(flood.duration_s * 1000) })}
      />
      <Figure
        name={t('annunciation.kpi.stale')}
        value={format.number(stale.total)}
        isMet={stale.total < MAX_STALE}
        target={targets.stale}
        note={t('annunciation.kpi.standing', { value: format.number(kpis.standing) })}
      />
      <Figure
        name={t('annunciation.kpi.chattering')}
        value={format.number(chattering.length)}
        isMet={chattering.length === 0}
        target={targets.chattering}
      />
      <Figure
        name={t('annunciation.kpi.unacknowledged')}
        value={format.number(kpis.unacknowledged)}
        isMet={null}
        note={t('annunciation.kpi.unacknowledgedHint')}
      />
    </div>
  )
}

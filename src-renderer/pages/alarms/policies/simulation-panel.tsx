import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type SimulatedIncident, type Simulation, simulationQuery } from '../../../api/queries/simulation.ts'
import { useErrorText } from '../../../components/error-state.tsx'
import { FormSection } from '../../../components/side-form.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { currentLanguage } from '../../../i18n/i18n.ts'
import classes from './policy-editor.module.css'

const DAY_MS = 24 * 3_600_000
const SPANS = [1, 7, 30] as const
const SHOWN = 50

interface SimulationPanelProps {
  /** What would be saved now. */
  body: object
  /** Something is missing yet: there is nothing to try. */
  isFaulty: boolean
  onTry: () => void
}

/** What the policy, as it stands in the form, would have done. */
export function SimulationPanel({ body, isFaulty, onTry }: SimulationPanelProps) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<{ policy: object; start: string; end: string } | null>(null)
  const query = useQuery(simulationQuery(asked))
  const errorText = useErrorText(query.error)
  const isOld = asked !== null && JSON.stringify(asked.policy) !== JSON.stringify(body)
  const run = (days: number) => {
    onTry()
    if (isFaulty) return
    const end = Date.now()
    const iso = (at: number) => new Date(at).toISOString()
    setAsked({ policy: body, start: iso(end - days * DAY_MS), end: iso(end) })
  }
  return (
    <FormSection title={t('policies.simulation.title')}>
      <div className={classes.inline}>
        {SPANS.map((days) => (
          <Button key={days} size="compact-sm" disabled={query.isFetching} onClick={() => run(days)}>
            {t('policies.simulation.days', { count: days })}
          </Button>
        ))}
        {query.isFetching ? (
          <>
            <span className="quiet" role="status">
              {t('policies.simulation.running')}
            </span>
            <Button size="compact-sm" variant="subtle" onClick={() => setAsked(null)}>
              {t('action.cancel')}
            </Button>
          </>
        ) : null}
      </div>
      {asked === null ? <p className="quiet">{t('policies.simulation.hint')}</p> : null}
      {query.isError ? <p role="alert">{errorText}</p> : null}
      {query.data && !query.isFetching ? <Outcome result={query.data} isOld={isOld} /> : null}
    </FormSection>
  )
}

function Outcome({ result, isOld }: { result: Simulation; isOld: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const ref = useRef<HTMLDivElement>(null)
  // It comes below what was pressed, and often below the fold.
  useEffect(() => {
    // What it returns, a promise in some browsers, is no clean-up.
    ref.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const figures = [
    ['total', format.count(result.total)],
    ['standing', `${format.number(result.standing_hours, 1)} ${t('age.h')}`],
    ['chattering', format.count(result.chattering)],
    ['coverage', result.coverage === null ? '—' : `${format.number(result.coverage * 100, 0)} %`],
  ] as const
  return (
    <div role="status" ref={ref} className={classes.outcome}>
      {isOld ? <p className="quiet">{t('policies.simulation.old')}</p> : null}
      <dl className={classes.figures}>
        {figures.map(([key, value]) => (
          <div key={key} className={classes.figure}>
            <dt>{t(`policies.simulation.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {result.truncated ? <p>{t('policies.simulation.truncated', result.devices)}</p> : null}
      {result.devices.total === 0 ? <p>{t('policies.simulation.noDevices')}</p> : null}
      {result.coverage !== null && result.coverage < 0.9 ? (
        <p className="quiet">{t('policies.simulation.partly')}</p>
      ) : null}
      <DayBars days={result.per_day} />
      {result.total > 0 ? <SimulatedList incidents={result.incidents} total={result.total} /> : null}
    </div>
  )
}

const BAR_HEIGHT = 44

/** How many alarms began on each day. */
function DayBars({ days }: { days: Simulation['per_day'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const most = Math.max(1, ...days.map(({ count }) => count))
  const step = 100 / Math.max(1, days.length)
  const label = (date: string) => format.time(Date.parse(`${date}T12:00:00Z`), 'date')
  return (
    <figure className={classes.dayFigure}>
      <svg
        className={classes.dayBars}
        viewBox={`0 0 100 ${BAR_HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('policies.simulation.perDay')}
      >
        {days.map(({ date, count }, index) => {
          const height = count === 0 ? 1 : Math.max(3, (count / most) * BAR_HEIGHT)
          return (
            <rect
              key={date}
              className={count === 0 ? classes.noBar : classes.oneBar}
              x={index * step + step * 0.12}
              y={BAR_HEIGHT - height}
              width={step * 0.76}
              height={height}
            >
              <title>{`${label(date)}: ${count}`}</title>
            </rect>
          )
        })}
      </svg>
      <figcaption className={classes.dayEnds}>
        <span>{days[0] ? label(days[0].date) : ''}</span>
        <span>{t('policies.simulation.most', { count: most })}</span>
        <span>{label(days.at(-1)?.date ?? '')}</span>
      </figcaption>
    </figure>
  )
}

function SimulatedList({ incidents, total }: { incidents: readonly SimulatedIncident[]; total: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = currentLanguage()
  const newest = incidents.toReversed().slice(0, SHOWN)
  const lasted = ({ triggered_at, cleared_at }: SimulatedIncident) =>
    cleared_at === null
      ? t('policies.simulation.stands')
      : format.age(Date.parse(cleared_at) - Date.parse(triggered_at))
  return (
    <>
      <ol className={classes.simulated} aria-label={t('policies.simulation.list')}>
        {newest.map((incident) => (
          <li key={`${incident.device_id ?? incident.device_name} ${incident.triggered_at}`}>
            <span className="tabular quiet">{format.time(incident.triggered_at)}</span>
            <span>
              {incident.messages[language]}
              {incident.occurrence_count > 1 ? <span className="quiet"> ×{incident.occurrence_count}</span> : null}
            </span>
            <span className="tabular quiet">{lasted(incident)}</span>
          </li>
        ))}
      </ol>
      {total > newest.length ? (
        <p className="quiet">{t('policies.simulation.more', { count: total - newest.length })}</p>
      ) : null}
    </>
  )
}

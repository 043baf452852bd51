import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { pollPlanQuery } from '../queries.ts'
import type { PollPlan } from '../wire.ts'
import classes from './detail.module.css'

export function PollTab({ deviceId }: { deviceId: string }) {
  const { t } = useTranslation()
  const query = useQuery(pollPlanQuery(deviceId))
  return (
    <Loaded query={query}>
      {(plan) =>
        plan ? <Plan plan={plan} /> : <EmptyState title={t('devices.poll.none')} hint={t('devices.poll.noneHint')} />
      }
    </Loaded>
  )
}

function Plan({ plan }: { plan: PollPlan }) {
  const { t } = useTranslation()
  const format = useFormat()
  const share = plan.period_ms > 0 ? plan.cycle_ms / plan.period_ms : 0
  const live = plan.plan.filter((read) => read.poll_class === 'live')
  const registers = live.reduce((sum, read) => sum + read.metrics.length, 0)
  const milliseconds = (value: number | null): string =>
    value === null ? '—' : value < 1 ? '< 1 ms' : `${format.number(value)} ms`
  const failed = plan.requests > 0 ? (100 * plan.failures) / plan.requests : 0
  const facts: [label: string, value: string][] = [
    [t('devices.poll.roundTrip'), milliseconds(plan.last_round_trip_ms)],
    [t('devices.poll.p95'), milliseconds(plan.p95_round_trip_ms)],
    [t('devices.poll.requests'), format.count(plan.requests)],
    [
      t('devices.poll.failures'),
      `${format.count(plan.failures)} (${t('devices.poll.failureRate', { share: format.number(failed, failed > 0 && failed < 10 ? 1 : 0) })})`,
    ],
    [
      t('devices.poll.backOff'),
      plan.is_backed_off
        ? t('devices.poll.backedOff', { time: format.time(plan.next_attempt_at, 'seconds') })
        : t('devices.poll.notBackedOff'),
    ],
    [
      t('devices.poll.holes'),
      plan.holes.length === 0
        ? t('devices.poll.noHoles')
        : plan.holes.map((hole) => `${t(`devices.registers.tables.${hole.table}`)} ${hole.address}`).join(', '),
    ],
  ]
  return (
    <div className={classes.poll}>
      <p className={classes.pollSummary}>
        {t('devices.poll.summary', {
          registers,
          requests: live.length,
          cycle: format.number(plan.cycle_ms),
          period: format.number(plan.period_ms),
          share: format.number(share * 100, share < 0.1 ? 1 : 0),
        })}
      </p>
      <div className={classes.budget} data-over={share > 1 || undefined} aria-hidden="true">
        <span style={{ inlineSize: `${Math.min(100, share * 100)}%` }} />
      </div>
      {share > 1 ? (
        <p className={classes.warning}>{t('devices.poll.tooLong', { period: format.number(plan.period_ms) })}</p>
      ) : null}
      <dl className={classes.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="tabular">{value}</dd>
          </div>
        ))}
      </dl>
      <PlannedReads plan={plan} />
    </div>
  )
}

function PlannedReads({ plan }: { plan: PollPlan }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <table className={classes.plain}>
      <caption>{t('devices.poll.reads')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('devices.poll.table')}</th>
          <th scope="col" className={classes.end}>
            {t('devices.poll.address')}
          </th>
          <th scope="col" className={classes.end}>
            {t('devices.poll.length')}
          </th>
          <th scope="col">{t('devices.poll.pollClass')}</th>
          <th scope="col">{t('devices.poll.metrics')}</th>
        </tr>
      </thead>
      <tbody>
        {plan.plan.map((read) => (
          <tr key={`${read.table}/${read.address}/${read.poll_class}`}>
            <td>{t(`devices.registers.tables.${read.table}`)}</td>
            <td className={classes.end}>
              {read.address}–{read.address + read.length - 1}
            </td>
            <td className={classes.end}>{read.length}</td>
            <td>
              {t(`devices.registers.classes.${read.poll_class}` as 'devices.registers.classes.live', read.poll_class)}
            </td>
            <td className={classes.metricsCell}>{read.metrics.map(format.metric).join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

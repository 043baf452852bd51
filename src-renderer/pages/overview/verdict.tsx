import { IconCheck, IconPlugConnectedX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { unacknowledgedQuery } from '../../api/queries/incidents.ts'
import { useMay } from '../../api/queries/session.ts'
import { type Overview, SEVERITIES } from '../../api/types.ts'
import { SeverityMark } from '../../components/severity-mark.tsx'
import { LotoLine } from './loto-line.tsx'
import classes from './verdict.module.css'

/** One sentence that answers the only question of the first level. */
export function Verdict({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  const may = useMay()
  const calling = useQuery({ ...unacknowledgedQuery, enabled: may('alarms:read') })
  const { by_severity } = overview.incidents
  const unacknowledged = calling.data?.total ?? overview.incidents.unacknowledged
  const open = SEVERITIES.reduce((sum, severity) => sum + (by_severity[severity] ?? 0), 0)
  const lost = overview.gateways.total - overview.gateways.online
  const worst = SEVERITIES.find((severity) => (by_severity[severity] ?? 0) > 0)

  if (!worst && lost === 0) {
    return (
      <VerdictLine mark={<IconCheck className={classes.calm} size={34} stroke={1.8} />} hint={t('overview.calmHint')}>
        {t('overview.calm')}
      </VerdictLine>
    )
  }
  const links = lost > 0 ? t('overview.links', { count: lost }) : null
  if (!worst) {
    return <VerdictLine mark={<IconPlugConnectedX size={34} stroke={1.6} />}>{links}</VerdictLine>
  }
  const sentence =
    unacknowledged > 0 ? t('overview.attention', { count: unacknowledged }) : t('overview.watched', { count: open })
  return (
    <VerdictLine mark={<SeverityMark severity={worst} size={38} isCalling={unacknowledged > 0} />} hint={links}>
      <Link to={unacknowledged > 0 ? '/alarms?view=unacknowledged' : '/alarms'} className={classes.link}>
        {sentence}
      </Link>
      <ul className={classes.counts}>
        {SEVERITIES.filter((severity) => (by_severity[severity] ?? 0) > 0).map((severity) => (
          <li key={severity}>
            <Link to={`/alarms?severity=${severity}`} className={classes.count}>
              <SeverityMark severity={severity} size={22} isSilent />
              <b>{by_severity[severity]}</b>
              <span>{t(`severity.${severity}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </VerdictLine>
  )
}

interface VerdictLineProps {
  mark: ReactNode
  hint?: ReactNode
  children: ReactNode
}

function VerdictLine({ mark, hint, children }: VerdictLineProps) {
  return (
    <section className={classes.root} aria-live="polite">
      <div className={classes.mark}>{mark}</div>
      <div className={classes.words}>
        <div className={classes.sentence}>{children}</div>
        {hint ? <p className={classes.hint}>{hint}</p> : null}
        <LotoLine />
      </div>
    </section>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { BoardSession } from '../../../api/loto-types.ts'
import { deviceIndexQuery } from '../../../api/queries/devices.ts'
import { lotoBoardQuery } from '../../../api/queries/loto.ts'
import { useMay } from '../../../api/queries/session.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { LoadingSkeleton } from '../../../components/loading-skeleton.tsx'
import { lotoPath } from '../../../paths.ts'
import { LotoStatusWord } from '../../loto/loto-status.tsx'
import classes from './widgets.module.css'

/** Lock-outs that touch this place: what is locked, who works there. */
export function LotoStateWidget({ subregionId }: { subregionId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const isAllowed = may('loto:read')
  const query = useQuery({ ...lotoBoardQuery, enabled: isAllowed })
  const devices = useQuery(deviceIndexQuery).data
  if (!isAllowed) return <EmptyState isCompact title={t('dashboards.loto.denied')} />
  if (query.isError && !query.data) return <EmptyState isCompact title={t('dashboards.loto.unavailable')} />
  if (!query.data || !devices) return <LoadingSkeleton />
  const here = new Set(devices.flatMap((device) => (device.subregion_id === subregionId ? [device.id] : [])))
  const sessions = query.data.sessions.filter(({ points }) =>
    points.some(({ device_id: id }) => id === null || here.has(id)),
  )
  if (sessions.length === 0) return <EmptyState isCompact title={t('dashboards.loto.none')} />
  return (
    <ul className={classes.rows}>
      {sessions.map((session) => (
        <Session key={session.id} session={session} />
      ))}
    </ul>
  )
}

function Session({ session }: { session: BoardSession }) {
  const { t } = useTranslation()
  const { points, personal } = session
  return (
    <li>
      <Link to={lotoPath(session.id)} className={classes.row}>
        <span className={classes.rowLines}>
          <b>{session.title}</b>
          <span>{points.map(({ name }) => name).join(', ')}</span>
          {session.energised.length > 0 ? (
            <strong>! {t('dashboards.loto.energised')}</strong>
          ) : session.is_overdue ? (
            <strong>! {t('dashboards.loto.overdue')}</strong>
          ) : null}
        </span>
        <span className={classes.rowEnd}>
          <LotoStatusWord status={session.status} />
          {personal.length > 0 ? <span>{t('dashboards.loto.working', { count: personal.length })}</span> : null}
        </span>
      </Link>
    </li>
  )
}

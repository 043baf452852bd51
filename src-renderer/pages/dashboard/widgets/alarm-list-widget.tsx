import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { deviceIndexQuery } from '../../../api/queries/devices.ts'
import { incidentsQuery } from '../../../api/queries/incidents.ts'
import { useMay } from '../../../api/queries/session.ts'
import type { Incident } from '../../../api/types.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { LoadingSkeleton } from '../../../components/loading-skeleton.tsx'
import { SEVERITY_RANK, SeverityMark } from '../../../components/severity-mark.tsx'
import { isCalling, shortMessage } from '../../../format/incident.ts'
import { useFormat } from '../../../format/use-format.ts'
import { useNow } from '../../../format/use-now.ts'
import { incidentPath } from '../../../paths.ts'
import type { WidgetConfigs } from '../wire.ts'
import classes from './widgets.module.css'

interface AlarmListWidgetProps {
  config: WidgetConfigs['alarm_list']
  subregionId: string
}

/** Standing alarms of this place, worst first. */
const OPEN = { status: 'active,acknowledged', sort_by: 'triggered_at', sort_order: 'desc' } as const

export function AlarmListWidget({ config, subregionId }: AlarmListWidgetProps) {
  const { t } = useTranslation()
  const may = useMay()
  const isAllowed = may('alarms:read')
  const query = useInfiniteQuery({ ...incidentsQuery(OPEN), enabled: isAllowed, refetchInterval: 30_000 })
  const devices = useQuery(deviceIndexQuery).data
  if (!isAllowed) return <EmptyState isCompact title={t('dashboards.alarms.denied')} />
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  if (!query.data || !devices) return <LoadingSkeleton />
  const here = new Set(devices.flatMap((device) => (device.subregion_id === subregionId ? [device.id] : [])))
  const incidents = query.data.pages
    .flatMap(({ items }) => items)
    .filter((one) => config.everywhere || (one.device_id !== null && here.has(one.device_id)))
    .filter((one) => !config.severities || config.severities.includes(one.severity))
    .sort(byUrgency)
  if (incidents.length === 0) return <EmptyState isCompact title={t('dashboards.alarms.none')} />
  return <Rows incidents={incidents} />
}

function byUrgency(a: Incident, b: Incident): number {
  return (
    SEVERITY_RANK[a.severity] - SEVERITY_RANK[b.severity] ||
    Number(isCalling(b)) - Number(isCalling(a)) ||
    b.triggered_at.localeCompare(a.triggered_at)
  )
}

const MOST_ROWS = 30

function Rows({ incidents }: { incidents: readonly Incident[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  return (
    <ul className={classes.rows}>
      {incidents.slice(0, MOST_ROWS).map((incident) => (
        <li key={incident.id}>
          <Link to={incidentPath(incident.id)} className={classes.row}>
            <SeverityMark severity={incident.severity} size={17} isCalling={isCalling(incident)} />
            <span className={classes.rowLines}>
              <b>{incident.device_name ?? incident.gateway_name ?? incident.policy_name ?? ''}</b>
              <span>{shortMessage(incident)}</span>
            </span>
            <span className={classes.rowEnd}>{format.age(now - Date.parse(incident.triggered_at))}</span>
          </Link>
        </li>
      ))}
      {incidents.length > MOST_ROWS ? (
        <li className={classes.more}>
          <Link to="/alarms">{t('dashboards.alarms.more', { count: incidents.length - MOST_ROWS })}</Link>
        </li>
      ) : null}
    </ul>
  )
}

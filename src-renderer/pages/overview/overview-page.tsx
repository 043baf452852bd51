import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { overviewQuery } from '../../api/queries/overview.ts'
import { useMay } from '../../api/queries/session.ts'
import type { Overview } from '../../api/types.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { useTitle } from '../../components/use-title.ts'
import { AbnormalList } from './abnormal-list.tsx'
import { Figures } from './figures.tsx'
import classes from './overview.module.css'
import { PowerDay } from './power-day.tsx'
import { TopLoads } from './top-loads.tsx'
import { Verdict } from './verdict.tsx'

export interface OverviewPartProps {
  overview: Overview
  /** When the hub gave these figures: without it they grow old in sight. */
  asOfMs: number
}

/** Level 1: is anything wrong, anywhere? Two seconds, three metres away. */
export default function OverviewPage() {
  const { t } = useTranslation()
  useTitle(t('nav.overview'))
  const query = useQuery(overviewQuery)
  return (
    <div className={classes.page}>
      <h1 className="visually-hidden">{t('nav.overview')}</h1>
      <Loaded query={query}>{(overview) => <OverviewBody overview={overview} asOfMs={query.dataUpdatedAt} />}</Loaded>
    </div>
  )
}

function OverviewBody({ overview, asOfMs }: OverviewPartProps) {
  if (overview.devices.total === 0 && overview.gateways.total === 0) return <FirstSteps />
  return (
    <div className={classes.grid}>
      <Verdict overview={overview} />
      <PowerDay overview={overview} asOfMs={asOfMs} />
      <AbnormalList incidents={overview.incidents.newest} />
      <Figures overview={overview} asOfMs={asOfMs} />
      <TopLoads loads={overview.top_devices} />
    </div>
  )
}

function FirstSteps() {
  const { t } = useTranslation()
  const may = useMay()
  return (
    <EmptyState
      title={t('overview.noDevices')}
      hint={t('overview.noDevicesHint')}
      action={
        may('gateways:write') ? (
          <Button variant="filled" component={Link} to="/admin/gateways?edit=new">
            {t('overview.addGateway')}
          </Button>
        ) : null
      }
    />
  )
}

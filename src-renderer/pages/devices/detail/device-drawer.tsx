import { Button, Tabs } from '@mantine/core'
import { IconArrowUpRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useUrlState } from '../../../components/use-url-state.ts'
import { DeviceLockOut } from '../../loto/device-lock-out.tsx'
import { ControlTab } from '../control/control-tab.tsx'
import { useControlled } from '../control/queries.ts'
import { ChartTab } from './chart-tab.tsx'
import classes from './detail.module.css'
import { DeviceFacts } from './device-facts.tsx'
import { DeviceTitle } from './device-title.tsx'
import { FaultsTab } from './faults-tab.tsx'
import { LiveTab } from './live-tab.tsx'

/** Level 3 beside its list or the map: what it says now; the page has the rest. */
export function DeviceDrawer({ deviceId, isOnMap = false }: { deviceId: string; isOnMap?: boolean }) {
  const { t } = useTranslation()
  const [tab, setTab] = useUrlState('tab', 'live')
  const { hasPoints } = useControlled(deviceId)
  return (
    <article className={classes.drawer}>
      <DeviceTitle deviceId={deviceId} isCompact />
      <div className={classes.drawerActions}>
        <Button
          component={Link}
          to={`/devices/${deviceId}`}
          variant="filled"
          rightSection={<IconArrowUpRight size={16} />}
        >
          {t('devices.openPage')}
        </Button>
        {isOnMap ? null : (
          <Button component={Link} to={`/map?device=${deviceId}`}>
            {t('devices.showOnMap')}
          </Button>
        )}
        <DeviceLockOut deviceId={deviceId} />
      </div>
      <DeviceFacts deviceId={deviceId} />
      <Tabs value={tab} onChange={setTab} keepMounted={false} className={classes.drawerTabs}>
        <Tabs.List>
          <Tabs.Tab value="live">{t('devices.tab.live')}</Tabs.Tab>
          {hasPoints || tab === 'control' ? <Tabs.Tab value="control">{t('devices.control.tab')}</Tabs.Tab> : null}
          <Tabs.Tab value="chart">{t('devices.tab.chart')}</Tabs.Tab>
          <Tabs.Tab value="faults">{t('devices.tab.faults')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="live">
          <LiveTab deviceId={deviceId} isCompact />
        </Tabs.Panel>
        <Tabs.Panel value="control">
          <ControlTab deviceId={deviceId} isCompact />
        </Tabs.Panel>
        <Tabs.Panel value="chart">
          <ChartTab deviceId={deviceId} isCompact />
        </Tabs.Panel>
        <Tabs.Panel value="faults" className={classes.tablePanel}>
          <FaultsTab deviceId={deviceId} />
        </Tabs.Panel>
      </Tabs>
    </article>
  )
}

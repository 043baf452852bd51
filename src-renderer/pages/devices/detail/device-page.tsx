import { ActionIcon, Tabs } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { deviceQuery } from '../../../api/queries/devices.ts'
import { Loaded } from '../../../components/loaded.tsx'
import { useUrlState } from '../../../components/use-url-state.ts'
import { DeviceLockOut } from '../../loto/device-lock-out.tsx'
import { ControlTab } from '../control/control-tab.tsx'
import { useControlled } from '../control/queries.ts'
import { RegistersTab } from '../registers/registers-tab.tsx'
import { ChartTab } from './chart-tab.tsx'
import classes from './detail.module.css'
import { DeviceFacts } from './device-facts.tsx'
import { DevicePageTitle, DeviceTitle } from './device-title.tsx'
import { EnergyTab } from './energy-tab.tsx'
import { FamilyTab } from './family-tab.tsx'
import { FaultsTab } from './faults-tab.tsx'
import { LiveTab } from './live-tab.tsx'
import { PollTab } from './poll-tab.tsx'

const TABS: Record<string, (props: { deviceId: string }) => ReactNode> = {
  live: LiveTab,
  control: ControlTab,
  chart: ChartTab,
  energy: EnergyTab,
  registers: RegistersTab,
  faults: FaultsTab,
  poll: PollTab,
  family: FamilyTab,
}
const TAB_NAMES = ['live', 'control', 'chart', 'energy', 'registers', 'faults', 'poll', 'family'] as const

export function DevicePage({ deviceId }: { deviceId: string }) {
  const { t } = useTranslation()
  const query = useQuery(deviceQuery(deviceId))
  const [tab, setTab] = useUrlState('tab', 'live')
  const { hasPoints } = useControlled(deviceId)
  const Panel = TABS[tab] ?? LiveTab
  return (
    <div className={classes.page}>
      <DevicePageTitle deviceId={deviceId} />
      <div className={classes.pageHead}>
        <ActionIcon component={Link} to={`/devices?device=${deviceId}`} aria-label={t('action.back')}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        <DeviceTitle deviceId={deviceId} />
        <DeviceLockOut deviceId={deviceId} />
      </div>
      <Loaded query={query}>
        {() => (
          <>
            <DeviceFacts deviceId={deviceId} />
            <Tabs value={tab} onChange={setTab} className={classes.pageTabs}>
              <Tabs.List>
                {TAB_NAMES.filter((name) => name !== 'control' || hasPoints || tab === name).map((name) => (
                  <Tabs.Tab key={name} value={name}>
                    {name === 'control' ? t('devices.control.tab') : t(`devices.tab.${name}`)}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              <Tabs.Panel value={tab} className={classes.pagePanel} tabIndex={0}>
                <Panel deviceId={deviceId} />
              </Tabs.Panel>
            </Tabs>
          </>
        )}
      </Loaded>
    </div>
  )
}

import {
  type Icon,
  IconAlertTriangle,
  IconBolt,
  IconBroadcast,
  IconCpu,
  IconDeviceSdCard,
  IconLayoutDashboard,
  IconLayoutGrid,
  IconLock,
  IconMap2,
  IconSettings,
} from '@tabler/icons-react'
import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

interface Place {
  path: string
  title: `nav.${'overview' | 'map' | 'dashboards' | 'devices' | 'alarms' | 'energy' | 'loto' | 'zigbee' | 'firmware' | 'admin'}`
  icon: Icon
  /** Any one of these opens the page; without one of them it is neither shown nor routed. */
  needs: readonly string[]
  /** Pressed after G. */
  key: string
  /** The page routes below its own path by itself. */
  page: LazyExoticComponent<ComponentType>
}

/** Every page, once: the router and the navigation both read this. */
export const PLACES: readonly Place[] = [
  {
    path: '/',
    title: 'nav.overview',
    icon: IconLayoutDashboard,
    needs: ['measurements:read'],
    key: 'o',
    page: lazy(() => import('./pages/overview/overview-page.tsx')),
  },
  {
    path: '/map',
    title: 'nav.map',
    icon: IconMap2,
    needs: ['devices:read'],
    key: 'm',
    page: lazy(() => import('./pages/map/map-page.tsx')),
  },
  {
    path: '/dashboards',
    title: 'nav.dashboards',
    icon: IconLayoutGrid,
    needs: ['sites:read'],
    key: 'p',
    page: lazy(() => import('./pages/dashboard/dashboard-page.tsx')),
  },
  {
    path: '/devices',
    title: 'nav.devices',
    icon: IconCpu,
    needs: ['devices:read'],
    key: 'd',
    page: lazy(() => import('./pages/devices/devices-page.tsx')),
  },
  {
    path: '/alarms',
    title: 'nav.alarms',
    icon: IconAlertTriangle,
    needs: ['alarms:read'],
    key: 'a',
    page: lazy(() => import('./pages/alarms/alarms-page.tsx')),
  },
  {
    path: '/energy',
    title: 'nav.energy',
    icon: IconBolt,
    needs: ['measurements:read'],
    key: 'e',
    page: lazy(() => import('./pages/energy/energy-page.tsx')),
  },
  {
    path: '/loto',
    title: 'nav.loto',
    icon: IconLock,
    needs: ['loto:read'],
    key: 'l',
    page: lazy(() => import('./pages/loto/loto-page.tsx')),
  },
  {
    path: '/zigbee',
    title: 'nav.zigbee',
    icon: IconBroadcast,
    needs: ['zigbee:read'],
    key: 'z',
    page: lazy(() => import('./pages/zigbee/zigbee-page.tsx')),
  },
  {
    path: '/firmware',
    title: 'nav.firmware',
    icon: IconDeviceSdCard,
    needs: ['firmware:read'],
    key: 'f',
    page: lazy(() => import('./pages/firmware/firmware-page.tsx')),
  },
  {
    path: '/admin',
    title: 'nav.admin',
    icon: IconSettings,
    needs: ['users:read', 'roles:read', 'sites:write', 'gateways:write', 'audit:read', 'system:read'],
    key: 'y',
    page: lazy(() => import('./pages/admin/admin-page.tsx')),
  },
]

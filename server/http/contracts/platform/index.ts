import type { Core } from '../../../core/core.ts'
import type { Contract } from '../../kit.ts'
import { alarmRoutes } from './alarms.ts'
import { authRoutes } from './auth.ts'
import { deviceRoutes } from './devices.ts'
import { platformEnvelope } from './envelope.ts'
import { gatewayRoutes } from './gateways.ts'
import { laterRoutes } from './later.ts'
import { measurementRoutes } from './measurements.ts'
import { regionRoutes, subregionRoutes } from './sites.ts'
import { systemRoutes } from './system.ts'
import { templateRoutes } from './templates.ts'
import { roleRoutes, userRoutes } from './users.ts'
import { zigbeeRoutes } from './zigbee.ts'

/** platform.md: the energy, alarm and device API. A path that begins with ! is absolute. */
export const platform: Contract<Core> = {
  name: 'platform',
  title: 'Platform API',
  version: '1.0.0',
  base: '/api',
  ...platformEnvelope,
  sections: {
    Auth: authRoutes,
    Users: userRoutes,
    Roles: roleRoutes,
    Regions: regionRoutes,
    Subregions: subregionRoutes,
    Gateways: gatewayRoutes,
    'Device templates': templateRoutes,
    Devices: deviceRoutes,
    Measurements: measurementRoutes,
    Alarms: alarmRoutes,
    Zigbee: zigbeeRoutes,
    System: systemRoutes,
    'Not in this version': laterRoutes,
  },
}

import type { Core } from '../../../core/core.ts'
import type { Contract } from '../../kit.ts'
import { alarmRoutes } from './alarms.ts'
import { authRoutes } from './auth.ts'
import { brokerEventRoutes } from './broker-events.ts'
import { deviceRoutes } from './devices.ts'
import { deviceEnergyRoutes } from './energy.ts'
import { platformEnvelope } from './envelope.ts'
import { exportRoutes } from './export.ts'
import { firmwareRoutes } from './firmware.ts'
import { gatewayConfigRoutes } from './gateway-config.ts'
import { gatewayRoutes } from './gateways.ts'
import { lotoRoutes } from './loto.ts'
import { measurementRoutes } from './measurements.ts'
import { otaRoutes } from './ota.ts'
import { reactiveRoutes } from './reactive.ts'
import { regionRoutes, subregionRoutes } from './sites.ts'
import { systemRoutes } from './system.ts'
import { templateRoutes } from './templates.ts'
import { roleRoutes, userRoutes } from './users.ts'
import { widgetRoutes } from './widgets.ts'
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
    Gateways: [...gatewayRoutes, ...gatewayConfigRoutes],
    'Broker events': brokerEventRoutes,
    'Device templates': templateRoutes,
    Devices: [...deviceRoutes, ...deviceEnergyRoutes],
    Measurements: [...measurementRoutes, ...reactiveRoutes, ...exportRoutes],
    Alarms: alarmRoutes,
    Zigbee: zigbeeRoutes,
    LOTO: lotoRoutes,
    Firmware: firmwareRoutes,
    OTA: otaRoutes,
    Widgets: widgetRoutes,
    System: systemRoutes,
  },
}

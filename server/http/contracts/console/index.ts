import type { Core } from '../../../core/core.ts'
import type { Contract } from '../../kit.ts'
import { platformEnvelope } from '../platform/envelope.ts'
import { adminRoutes } from './admin.ts'
import { alarmKpiRoutes } from './alarm-kpis.ts'
import { policyViewRoutes } from './alarm-policies.ts'
import { annunciationRoutes } from './annunciation.ts'
import { controlRoutes } from './control.ts'
import { deviceViewRoutes } from './devices.ts'
import { energyViewRoutes } from './energy.ts'
import { energyBillingRoutes } from './energy-billing.ts'
import { energyLimitRoutes } from './energy-limits.ts'
import { energyShapeRoutes } from './energy-shape.ts'
import { escalationRoutes } from './escalation.ts'
import { exportViewRoutes } from './exports.ts'
import { firmwareViewRoutes } from './firmware.ts'
import { gatewayViewRoutes } from './gateways.ts'
import { incidentViewRoutes } from './incidents.ts'
import { lotoViewRoutes } from './loto.ts'
import { mailRoutes } from './mail.ts'
import { sessionRoutes } from './session.ts'
import { siteViewRoutes } from './site.ts'
import { systemViewRoutes } from './system.ts'
import { zigbeeConsoleRoutes } from './zigbee.ts'

/** What the window needs beyond the four documents. Same envelope, words and limits as platform. */
export const consoleContract: Contract<Core> = {
  name: 'console',
  title: 'Console API',
  version: '1.0.0',
  base: '/api/console',
  ...platformEnvelope,
  sections: {
    Session: sessionRoutes,
    Site: siteViewRoutes,
    Devices: deviceViewRoutes,
    Energy: [...energyViewRoutes, ...energyShapeRoutes, ...energyLimitRoutes, ...energyBillingRoutes],
    Control: controlRoutes,
    Exports: exportViewRoutes,
    'Alarm policies': policyViewRoutes,
    Incidents: incidentViewRoutes,
    Annunciation: [...annunciationRoutes, ...alarmKpiRoutes, ...escalationRoutes, ...mailRoutes],
    LOTO: lotoViewRoutes,
    Firmware: firmwareViewRoutes,
    Gateways: gatewayViewRoutes,
    Administration: adminRoutes,
    Zigbee: zigbeeConsoleRoutes,
    System: systemViewRoutes,
  },
}

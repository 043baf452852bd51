import { tr as chart } from '../charts/words.ts'
import { tr as gatewayConfig } from '../pages/admin/gateways/config-words.ts'
import { tr as admin } from '../pages/admin/words.ts'
import { tr as annunciation } from '../pages/alarms/annunciation/words.ts'
import { tr as policies } from '../pages/alarms/policies/words.ts'
import { tr as alarms } from '../pages/alarms/words.ts'
import { tr as dashboards } from '../pages/dashboard/words.ts'
import { tr as devices } from '../pages/devices/words.ts'
import { tr as energy } from '../pages/energy/words.ts'
import { tr as exports } from '../pages/exports/words.ts'
import { tr as firmware } from '../pages/firmware/words.ts'
import { tr as loto } from '../pages/loto/words.ts'
import { tr as map } from '../pages/map/words.ts'
import { tr as overview } from '../pages/overview/words.ts'
import { tr as signIn } from '../pages/sign-in/words.ts'
import { tr as zigbee } from '../pages/zigbee/words.ts'
import { tr as shell } from '../shell/words.ts'
import { tr as common } from './common.tr.ts'

export const tr = {
  ...common,
  shell,
  signIn,
  overview,
  alarms,
  annunciation,
  policies,
  admin,
  devices,
  exports,
  dashboards,
  energy,
  firmware,
  gatewayConfig,
  loto,
  map,
  zigbee,
  chart,
}

/** The shape that every language must fill; Turkish is the one that decides it. */
export type Words = typeof tr

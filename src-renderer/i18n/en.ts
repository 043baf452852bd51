import { en as chart } from '../charts/words.ts'
import { en as gatewayConfig } from '../pages/admin/gateways/config-words.ts'
import { en as admin } from '../pages/admin/words.ts'
import { en as annunciation } from '../pages/alarms/annunciation/words.ts'
import { en as policies } from '../pages/alarms/policies/words.ts'
import { en as alarms } from '../pages/alarms/words.ts'
import { en as dashboards } from '../pages/dashboard/words.ts'
import { en as devices } from '../pages/devices/words.ts'
import { en as energy } from '../pages/energy/words.ts'
import { en as exports } from '../pages/exports/words.ts'
import { en as firmware } from '../pages/firmware/words.ts'
import { en as loto } from '../pages/loto/words.ts'
import { en as map } from '../pages/map/words.ts'
import { en as overview } from '../pages/overview/words.ts'
import { en as signIn } from '../pages/sign-in/words.ts'
import { en as zigbee } from '../pages/zigbee/words.ts'
import { en as shell } from '../shell/words.ts'
import { en as common } from './common.en.ts'
import type { Words } from './tr.ts'

export const en: Words = {
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
  chart,
  zigbee,
}

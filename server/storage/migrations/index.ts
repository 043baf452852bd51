import type { Migration } from 'kysely/migration'
import * as m0001 from './0001-house.ts'
import * as m0002 from './0002-control-permissions.ts'
import * as m0003 from './0003-energy.ts'
import * as m0004 from './0004-exports.ts'
import * as m0005 from './0005-alarm-conditions.ts'
import * as m0006 from './0006-annunciation.ts'
import * as m0008 from './0008-loto.ts'
import * as m0009 from './0009-firmware.ts'
import * as m0010 from './0010-zigbee.ts'
import * as m0011 from './0011-widgets.ts'
import * as m0012 from './0012-gateway-config.ts'

/** Forward only, in order. A released migration never changes. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-house': m0001,
  '0002-control-permissions': m0002,
  '0003-energy': m0003,
  '0004-exports': m0004,
  '0005-alarm-conditions': m0005,
  '0006-annunciation': m0006,
  '0008-loto': m0008,
  '0009-firmware': m0009,
  '0010-zigbee': m0010,
  '0011-widgets': m0011,
  '0012-gateway-config': m0012,
}

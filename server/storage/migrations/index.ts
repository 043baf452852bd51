import type { Migration } from 'kysely/migration'
import * as m0001 from './0001-house.ts'
import * as m0002 from './0002-control-permissions.ts'

/** Forward only, in order. A released migration never changes. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-house': m0001,
  '0002-control-permissions': m0002,
}

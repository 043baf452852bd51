import type { Migration } from 'kysely/migration'
import * as m0001 from './0001-house.ts'

/** Forward only, in order. A released migration never changes. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-house': m0001,
}

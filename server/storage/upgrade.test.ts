import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import { expect, it } from 'vitest'
import { openSqlite } from './dialects/sqlite.ts'
import { migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations/index.ts'
import type { DB } from './schema.ts'

/** Ran before this version: what a marina that upgrades has. */
const FIRST_RELEASE = Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => name.startsWith('0001')))
const OPEN = {
  SQLite: () => openSqlite(':memory:'),
  PostgreSQL: () => new Kysely<DB>({ dialect: new PGliteDialect({ pglite: new PGlite() }) }),
}

/** A tenant, its roles, a rule and an alarm, written with the words of the first release. */
async function fillFirstRelease(db: Kysely<DB>): Promise<void> {
  await db
    .insertInto('tenant')
    .values({ id: 't', name: 'Koyda', time_zone: 'Europe/Istanbul', created_at: 1 })
    .execute()
  for (const [name, permissions, isSystem] of [
    ['Administrator', ['users:write'], 1],
    ['Operator', ['incidents:ack'], 1],
    ['Night watch', ['alarms:read'], 0],
  ] as const)
    await db
      .insertInto('role')
      .values({
        id: name,
        tenant_id: 't',
        name,
        description: null,
        permissions: JSON.stringify(permissions),
        is_system: isSystem,
        created_at: 1,
      })
      .execute()
  const first = db as unknown as Kysely<Record<string, Record<string, unknown>>>
  await first
    .insertInto('alarm_policy')
    .values({
      id: 'p',
      tenant_id: 't',
      name: 'Voltage',
      severity: 'high',
      is_enabled: 1,
      target: '{"kind":"device","value":"d"}',
      condition: '{"type":"threshold","metric":"voltage_l1","operator":">","value":253}',
      on_delay_s: 0,
      off_delay_s: 0,
      deadband: 0,
      created_at: 1,
      updated_at: 1,
    })
    .execute()
  await first
    .insertInto('incident')
    .values({
      id: 'i',
      tenant_id: 't',
      policy_id: 'p',
      device_id: 'd',
      gateway_id: null,
      state: 'active_unack',
      severity: 'high',
      message: '{"tr":"Gerilim","en":"Voltage"}',
      metric: 'voltage_l1',
      value: 255,
      triggered_at: 1,
      acknowledged_at: null,
      acknowledged_by: null,
      cleared_at: null,
      closed_at: null,
      snoozed_until: null,
      resume_state: null,
      occurrence_count: 1,
      updated_at: 1,
    })
    .execute()
}

for (const [dialect, open] of Object.entries(OPEN))
  it(`a marina of the first release keeps what it has and gains what is new, on ${dialect}`, async () => {
    const db = open()
    await migrate(db, async () => undefined, FIRST_RELEASE)
    await fillFirstRelease(db)
    let backups = 0
    await migrate(db, async () => void backups++)
    expect(backups).toBe(1)
    const roles = await db.selectFrom('role').selectAll().orderBy('name').execute()
    const held = Object.fromEntries(roles.map((role) => [role.name, JSON.parse(role.permissions) as string[]]))
    expect(Object.keys(held)).toEqual(['Administrator', 'Night watch', 'Operator', 'Supervisor'])
    expect(held.Administrator).toEqual(expect.arrayContaining(['users:write', 'loto:supervise', 'ota:write']))
    expect(held.Operator).toEqual(expect.arrayContaining(['incidents:ack', 'devices:control', 'loto:work']))
    expect(held.Operator).not.toContain('loto:approve')
    expect(held['Night watch']).toEqual(['alarms:read'])
    expect(held.Supervisor).toEqual(expect.arrayContaining(['incidents:ack', 'loto:approve', 'loto:supervise']))
    expect(await db.selectFrom('alarm_policy').select('name').execute()).toEqual([{ name: 'Voltage' }])
    const incidents = await db.selectFrom('incident').selectAll().execute()
    expect(incidents).toMatchObject([{ id: 'i', state: 'active_unack', occurrence_count: 1 }])
    await db.destroy()
  })

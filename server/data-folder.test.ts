import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Kysely } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DataFolderInUse, openDataFolder } from './data-folder.ts'
import { loadSecrets } from './security/secrets.ts'
import { migrate } from './storage/migrate.ts'
import { MIGRATIONS } from './storage/migrations/index.ts'
import { openDatabase } from './storage/open.ts'

let path: string
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'quaywatch-folder-'))
})
afterEach(() => rmSync(path, { recursive: true, force: true }))

const START = Date.parse('2026-06-01T00:00:00Z')
const backups = () => readdirSync(join(path, 'backups')).sort()

it('belongs to one instance at a time, and to the next after a release', () => {
  const first = openDataFolder(path)
  expect(() => openDataFolder(path)).toThrow(DataFolderInUse)
  first.release()
  openDataFolder(path).release()
})

it('backs a database up before a migration changes it, and not before it first makes it', async () => {
  const folder = openDataFolder(path)
  const { db } = await openDatabase(null, folder, '1.0.0', START)
  await db.insertInto('setting').values({ key: 'kept', value: '1' }).execute()
  expect(readdirSync(path)).not.toContain('backups')
  const next = { up: async (schema: Kysely<never>) => schema.schema.dropTable('setting').execute() }
  const backUp = async () => folder.backUp('before-1.1.0', START)
  await migrate(db, backUp, { ...MIGRATIONS, '9999-next': next })
  await db.destroy()
  expect(backups()).toEqual(['quaywatch-before-1.1.0-2026-06-01T000000.000Z.db'])
  const copy = new Database(join(path, 'backups', backups()[0] ?? ''), { readonly: true })
  expect(copy.prepare("select value from setting where key = 'kept'").pluck().get()).toBe('1')
  copy.close()
  folder.release()
})

it('keeps the newest five backups', async () => {
  const folder = openDataFolder(path)
  await (await openDatabase(null, folder, '1.0.0', START)).db.destroy()
  for (let day = 0; day < 7; day++) folder.backUp('test', START + day * 86_400_000)
  expect(backups()).toHaveLength(5)
  expect(backups()[0]).toContain('2026-06-03')
  folder.release()
})

it('holds secrets of its own, which only its owner reads', () => {
  const { signingKey } = loadSecrets(path)
  expect(signingKey.length).toBe(64)
  expect(statSync(join(path, 'secrets.json')).mode & 0o777).toBe(0o600)
  expect(loadSecrets(path).signingKey).toEqual(signingKey)
})

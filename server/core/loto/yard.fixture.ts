import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { LiveMap } from '../../ingest/live.ts'
import { migrate } from '../../storage/migrate.ts'
import type { DB } from '../../storage/schema.ts'
import { makeStores, type Stores } from '../../storage/stores/stores.ts'
import { makeTransact } from '../../storage/transact.ts'
import type { Actor, Permission } from '../access.ts'
import { Audit } from '../audit/audit.ts'
import { manualClock } from '../clock.ts'
import { CommandBus } from '../control/command-bus.ts'
import type { Device } from '../devices/devices.types.ts'
import { Inventory } from '../devices/inventory.ts'
import type { Passwords } from '../identity/identity.ts'
import type { Log, Quality, WriteRequest } from '../outside.ts'
import type { EnergisedAlarm } from './energised-watch.ts'
import { Loto } from './loto.ts'
import type { PointDraft, Worker } from './loto.types.ts'

export const START = Date.UTC(2026, 6, 1, 8)
export const TENANT = 'marina'

const WORK: readonly Permission[] = ['loto:read', 'loto:work']
/** Everybody in the yard, and what they may do. Some may more than is good for them: only the rules stop these. */
export const PEOPLE = {
  requester: [...WORK, 'loto:approve'],
  approver: ['loto:read', 'loto:approve', 'loto:supervise'],
  second: ['loto:read', 'loto:approve', 'loto:supervise'],
  verifier: [...WORK, 'loto:supervise'],
  worker: WORK,
  outsider: ['loto:read'],
} as const satisfies Record<string, readonly Permission[]>
export type Who = keyof typeof PEOPLE
export const EVERYBODY = Object.keys(PEOPLE) as readonly Who[]

export const actorOf = (who: Who, tenantId = TENANT): Actor => ({
  userId: who,
  tenantId,
  email: `${who}@yard.example`,
  permissions: new Set(PEOPLE[who]),
  sessionId: `signed-in-${who}`,
})

export const workerOf = (who: Who): Worker => ({ id: who, name: nameOf(who), email: `${who}@yard.example` })
export const nameOf = (who: Who): string => who.charAt(0).toUpperCase() + who.slice(1)

const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** Fast where the real one is slow on purpose; what is proven here is who is asked, not how it is hashed. */
const plainPasswords: Passwords = {
  hash: async (password) => `plain:${password}`,
  verify: async (hash, password) => hash === `plain:${password}`,
}

/** main → feeder → pedestal-1, pedestal-2 → socket; the pump stands on the quay, and a lamp hangs on nothing. */
const DEVICES: readonly (readonly [id: string, gateway: string, parent: string | null, subregion: string | null])[] = [
  ['main', 'gw-main', null, null],
  ['feeder', 'gw-main', 'main', null],
  ['pedestal-1', 'gw-pontoon', 'feeder', null],
  ['pedestal-2', 'gw-pontoon', 'feeder', null],
  ['socket', 'gw-mqtt', 'pedestal-2', null],
  ['pump', 'gw-quay', null, 'quay'],
  ['lamp', 'gw-lamp', null, null],
]

function inventoryOfTheYard(): Inventory {
  const inventory = new Inventory()
  const place = { description: null, latitude: null, longitude: null, createdAt: START, tenantId: TENANT }
  inventory.regions.set('region', { ...place, id: 'region', name: 'Region', timeZone: null })
  inventory.subregions.set('quay', { ...place, id: 'quay', regionId: 'region', name: 'Quay', sitePlan: null })
  for (const [id, gatewayId, parentId, subregionId] of DEVICES) {
    if (!inventory.gateways.has(gatewayId))
      inventory.gateways.set(gatewayId, {
        id: gatewayId,
        tenantId: TENANT,
        subregionId: null,
        name: gatewayId,
        type: 'modbus_tcp',
        isEnabled: true,
        connection: {},
        username: null,
        passwordSha256: null,
        configVersion: 1,
        isOnline: true,
        lastSeen: null,
        createdAt: START,
      })
    inventory.setDevice(deviceOf(id, gatewayId, parentId, subregionId))
  }
  return inventory
}

export const deviceOf = (
  id: string,
  gatewayId: string,
  parentId: string | null,
  subregionId: string | null = null,
): Device => ({
  id,
  tenantId: TENANT,
  gatewayId,
  subregionId,
  parentId,
  templateId: null,
  name: id,
  deviceType: 'pedestal',
  slaveId: null,
  externalId: id,
  latitude: null,
  longitude: null,
  pollIntervalS: null,
  isOnline: true,
  lastSeen: null,
  createdAt: START,
})

let image: Buffer | null = null

/** What locking out reads and writes. */
const NEEDED = /^(tenant|role|user|audit_log|loto_\w+)$/

/** The others are dropped: a database that is opened thousands of times should have a short schema to read. */
function dropUnneeded(database: Database.Database): void {
  const tables = database.prepare<[], { name: string }>(`select name from sqlite_master where type = 'table'`).all()
  for (const { name } of tables)
    if (!NEEDED.test(name) && !name.startsWith('sqlite_')) database.exec(`drop table "${name}"`)
  database.exec('vacuum')
}

/** A migrated database with the yard's people in it, made once. */
async function imageOfTheYard(): Promise<Buffer> {
  if (image) return image
  const database = new Database(':memory:')
  const db = new Kysely<DB>({ dialect: new SqliteDialect({ database }) })
  await migrate(db, async () => undefined)
  dropUnneeded(database)
  const stores = makeStores(db)
  await stores.identity.addTenant({ id: TENANT, name: 'Yard', timeZone: 'Europe/Istanbul', createdAt: START })
  for (const who of EVERYBODY) {
    const role = {
      id: `role-${who}`,
      tenantId: TENANT,
      name: who,
      description: null,
      isSystem: false,
      createdAt: START,
    }
    await stores.identity.addRole({ ...role, permissions: PEOPLE[who] })
    const { email } = workerOf(who)
    const user = { id: who, tenantId: TENANT, email, name: nameOf(who), roleId: role.id, isActive: true }
    await stores.identity.addUser({ ...user, createdAt: START, lastLoginAt: null }, 'plain:password')
  }
  image = database.serialize()
  await db.destroy()
  return image
}

/** The real feature on a real database, with a recording field bus behind the real command bus. */
export class Yard {
  readonly clock = manualClock(START)
  readonly inventory = inventoryOfTheYard()
  readonly live = new LiveMap()
  readonly written: WriteRequest[] = []
  readonly alarmed = new Map<string, string>()
  readonly raisedFor: string[] = []
  readonly stores: Stores
  readonly audit: Audit
  readonly db: Kysely<DB>
  readonly loto: Loto
  readonly commandBus: CommandBus
  readonly #database: Database.Database

  private constructor(image: Buffer, standing: readonly string[]) {
    this.#database = new Database(image)
    this.db = new Kysely<DB>({ dialect: new SqliteDialect({ database: this.#database }) })
    this.stores = makeStores(this.db)
    const { clock, inventory, live, stores } = this
    this.audit = new Audit({ stores, clock })
    const transact = makeTransact(this.db)
    this.loto = new Loto({
      stores,
      transact,
      audit: this.audit,
      clock,
      log: silent,
      inventory,
      live,
      passwords: plainPasswords,
      alarm: this.#alarm(standing),
      commandsSettled: () => this.commandBus.settled(),
      changed: () => undefined,
    })
    this.commandBus = new CommandBus({
      interlock: this.loto.interlock,
      fieldBus: Promise.resolve({
        write: async (request) => {
          this.written.push(request)
          return { readBack: request.value, isConfirmed: true, cause: null }
        },
        publish: async () => ({ isConnected: true }),
      }),
    })
  }

  /** @param image what `crash` left; @param standing devices whose alarm stood then */
  static async open(image?: Buffer, standing: readonly string[] = []): Promise<Yard> {
    return new Yard(image ?? (await imageOfTheYard()), standing)
  }

  /** What is on the disk at this moment: everything committed, and nothing else. */
  crash(): Buffer {
    return this.#database.serialize()
  }

  async close(): Promise<void> {
    this.loto.stop()
    await this.db.destroy()
  }

  async point(name: string, change: Partial<PointDraft> = {}): Promise<string> {
    const draft: PointDraft = {
      name,
      deviceId: name,
      subregionId: null,
      energyType: 'electrical',
      location: null,
      isolationMethod: 'Breaker off, padlocked',
      ...change,
    }
    const keeper: Actor = { ...actorOf('approver'), permissions: new Set<Permission>(['loto:write']) }
    return (await this.loto.points.add(keeper, draft)).point.id
  }

  async request(pointIds: readonly string[], who: Who = 'requester'): Promise<string> {
    const plan = { title: 'Socket replacement', reason: 'Burnt contact', plannedStart: null, plannedEnd: null }
    return (await this.loto.sessions.request(actorOf(who), { ...plan, pointIds, workerIds: [] })).id
  }

  /** Takes a session as far as applied: the requester locks and applies, the verifier verifies. */
  async applied(pointIds: readonly string[]): Promise<string> {
    const { sessions, locks } = this.loto
    const id = await this.request(pointIds)
    await sessions.approve(actorOf('approver'), id, null)
    for (const pointId of pointIds)
      await locks.place(actorOf('requester'), {
        sessionId: id,
        kind: 'equipment',
        pointId,
        tag: 'Do not operate',
        pin: null,
      })
    const verifications = pointIds.map((pointId) => ({
      pointId,
      method: 'Two-pole tester',
      reading: 0,
      isZeroEnergy: true,
    }))
    await sessions.update(actorOf('verifier'), id, { plan: null, verifications, checklist: null })
    await sessions.apply(actorOf('requester'), id)
    return id
  }

  async lock(sessionId: string, who: Who, pin: string | null = null): Promise<string> {
    const request = { sessionId, kind: 'personal', pointId: null, tag: null, pin } as const
    return (await this.loto.locks.place(actorOf(who), request)).lock.id
  }

  /** One sample, taken now. */
  say(deviceId: string, values: Record<string, number | null>, quality: Quality = 'good'): void {
    this.live.apply({ deviceId, at: this.clock.now(), values, quality }, this.clock.now())
  }

  write(deviceId: string, isDeEnergising = false): Promise<unknown> {
    return this.commandBus.write({ tenantId: TENANT, deviceId, point: 'breaker', value: 1, isDeEnergising })
  }

  #alarm(standing: readonly string[]): EnergisedAlarm {
    return {
      raise: ({ deviceId, message }) => {
        this.raisedFor.push(deviceId)
        this.alarmed.set(deviceId, message.en)
      },
      clear: (deviceId) => void this.alarmed.delete(deviceId),
      standing: async () => standing,
    }
  }
}

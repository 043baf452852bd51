import type { Kysely } from 'kysely'
import { LiveMap } from '../../ingest/live.ts'
import type { DB } from '../../storage/schema.ts'
import { makeStores } from '../../storage/stores/stores.ts'
import { memoryDatabase } from '../../storage/test-databases.ts'
import { makeTransact } from '../../storage/transact.ts'
import { type Actor, PERMISSIONS, type Permission } from '../access.ts'
import { Audit } from '../audit/audit.ts'
import { type ManualClock, manualClock } from '../clock.ts'
import type { Device, DeviceType, Gateway } from '../devices/devices.types.ts'
import { Inventory } from '../devices/inventory.ts'
import { Events } from '../events.ts'
import type { Log, Quality, Reading } from '../outside.ts'
import type { AlarmEvents, IncidentNotice, IncidentView, PolicyDraft } from './alarm.types.ts'
import { Alarms } from './alarms.ts'
import type { Manner } from './annunciator.ts'
import type { AnnunciationDeps } from './engine.ts'
import type { Flood } from './flood.ts'
import { Maintenance } from './maintenance.ts'
import { recordAnnunciation } from './record.ts'
import { DEFAULT_SHELVING_S } from './shelving.ts'

export const START = Date.UTC(2026, 6, 1, 12)

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

export const actorOf = (tenantId: string, permissions: readonly Permission[] = PERMISSIONS): Actor => ({
  userId: `user-of-${tenantId}`,
  tenantId,
  email: `operator@${tenantId}.example`,
  permissions: new Set(permissions),
  sessionId: 'session',
})

export const overload = (change: Partial<PolicyDraft> = {}): PolicyDraft => ({
  name: 'Overload',
  severity: 'high',
  isEnabled: true,
  target: { kind: 'device_type', value: 'pedestal' },
  condition: { type: 'threshold', metric: 'active_power', operator: '>', value: 7000 },
  onDelayS: 0,
  offDelayS: 0,
  deadband: 0,
  schedule: null,
  ...change,
})

export const noData = (afterS: number, change: Partial<PolicyDraft> = {}): PolicyDraft =>
  overload({ name: 'Silent', condition: { type: 'no_data', metric: null, afterS }, ...change })

/** A small marina with the real alarm core on a real database, and a clock that moves when told. */
export class Marina {
  readonly clock: ManualClock
  readonly inventory = new Inventory()
  readonly live = new LiveMap()
  readonly db: Kysely<DB>
  readonly notices: IncidentNotice[] = []
  readonly operator = actorOf('marina')
  /** What stored history tells of every device. */
  figures: { usual: number | null; kwh: number | null; ratio: number | null } = { usual: null, kwh: null, ratio: null }
  readonly lockedOut = new Set<string>()
  readonly manners = new Map<string, Manner>()
  readonly floods: Flood[] = []
  maintenance: Maintenance
  alarms: Alarms

  private constructor(db: Kysely<DB>, clock: ManualClock) {
    this.db = db
    this.clock = clock
    this.maintenance = this.#makeMaintenance()
    this.alarms = this.#make()
  }

  static async open(db?: Kysely<DB>): Promise<Marina> {
    const marina = new Marina(db ?? (await memoryDatabase()), manualClock(START))
    await marina.alarms.start()
    return marina
  }

  #makeMaintenance(): Maintenance {
    const stores = makeStores(this.db)
    const { clock, inventory } = this
    const transact = makeTransact(this.db)
    return new Maintenance({
      stores,
      transact,
      audit: new Audit({ stores, clock }),
      clock,
      inventory,
      changed: () => undefined,
    })
  }

  #make(): Alarms {
    const stores = makeStores(this.db)
    const events = new Events<AlarmEvents>()
    events.on('incident', (notice) => void this.notices.push(notice))
    return new Alarms({
      stores,
      transact: makeTransact(this.db),
      audit: new Audit({ stores, clock: this.clock }),
      clock: this.clock,
      log: silent,
      events,
      inventory: this.inventory,
      live: this.live,
      tenantTimeZone: async () => 'Europe/Istanbul',
      outlook: {
        baseline: async () => this.figures.usual,
        consumption: async () => this.figures.kwh,
        reactive: async () => this.figures.ratio,
        lawfulLimit: async () => 20,
      },
      changed: () => undefined,
      annunciation: this.#annunciation(),
    })
  }

  #annunciation(): AnnunciationDeps {
    return {
      isLockedOut: (deviceId) => this.lockedOut.has(deviceId),
      maintenanceOf: (subject) => this.maintenance.covering(subject),
      mannerOf: (incident) => this.manners.get(incident.policyId ?? '') ?? { ladder: [], reminderMs: null },
      floodChanged: (_tenantId, flood) => void this.floods.push(flood),
      recorded: (inner, draft) => recordAnnunciation(inner, draft),
      maxShelvingMs: (_tenantId, severity) => DEFAULT_SHELVING_S[severity] * 1000,
    }
  }

  /** A new hub on the same database, `downMs` later. */
  async restart(downMs = 0): Promise<void> {
    const before = this.alarms
    await before.settled()
    await before.stop()
    await this.clock.advance(downMs)
    this.maintenance = this.#makeMaintenance()
    await this.maintenance.start()
    this.alarms = this.#make()
    await this.alarms.start()
  }

  async close(): Promise<void> {
    await this.alarms.stop()
    await this.db.destroy()
  }

  addGateway(id: string, change: Partial<Gateway> = {}): void {
    this.inventory.gateways.set(id, {
      id,
      tenantId: 'marina',
      subregionId: null,
      name: `Gateway ${id}`,
      type: 'modbus_tcp',
      isEnabled: true,
      connection: {},
      username: null,
      passwordSha256: null,
      configVersion: 1,
      isOnline: true,
      lastSeen: null,
      createdAt: START,
      ...change,
    })
  }

  addDevice(id: string, gatewayId = 'g1', change: Partial<Device> = {}): void {
    if (!this.inventory.gateways.has(gatewayId)) this.addGateway(gatewayId)
    this.inventory.setDevice({
      id,
      tenantId: 'marina',
      gatewayId,
      subregionId: null,
      parentId: null,
      templateId: null,
      name: `Pedestal ${id}`,
      deviceType: 'pedestal' satisfies DeviceType,
      slaveId: null,
      externalId: id,
      latitude: null,
      longitude: null,
      pollIntervalS: null,
      isOnline: true,
      lastSeen: null,
      createdAt: START,
      ...change,
    })
    // As the hub does; whoever changes a policy next waits for it.
    void this.alarms.reload()
  }

  /** One sample, taken now. */
  say(deviceId: string, value: number | null, how: { metric?: string; quality?: Quality; at?: number } = {}): void {
    const now = this.clock.now()
    const values = { [how.metric ?? 'active_power']: value }
    const reading: Reading = { deviceId, at: how.at ?? now, values, quality: how.quality ?? 'good' }
    this.live.apply(reading, now)
    this.alarms.onReadings([reading])
  }

  link(gatewayId: string, isOnline: boolean): void {
    this.alarms.onLinks([{ gatewayId, isOnline, since: this.clock.now(), cause: isOnline ? null : 'ETIMEDOUT' }])
  }

  /** Lets seconds pass, with the alarm core's own ticks, and what they led to be written. */
  async pass(seconds: number): Promise<void> {
    await this.clock.advance(seconds * 1000)
    await this.alarms.settled()
  }

  async incidents(actor = this.operator): Promise<readonly IncidentView[]> {
    await this.alarms.settled()
    const page = { offset: 0, limit: 200, sortBy: 'triggered_at', sortOrder: 'asc' } as const
    return (await this.alarms.incidents(actor, {}, page)).items
  }

  async only(): Promise<IncidentView> {
    const all = await this.incidents()
    const [incident] = all
    if (all.length !== 1 || incident === undefined) throw new Error(`expected one incident, there are ${all.length}`)
    return incident
  }

  /** "action: from → to" of everything that happened to an incident. */
  async history(id: string): Promise<readonly string[]> {
    await this.alarms.settled()
    const page = { offset: 0, limit: 200, sortOrder: 'asc' } as const
    const { items } = await this.alarms.events(this.operator, id, page)
    return items.map((event) => `${event.action}: ${event.fromState ?? '–'} → ${event.toState}`)
  }
}

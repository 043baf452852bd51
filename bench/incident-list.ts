/**
 * The alarm list over a history of a million incidents, 2,000 of them open: first pages as the window asks for them, with
 * their totals, the counts of the strip, and the performance figures of a month. Aim: p99 below 50 ms for lists and
 * counts. --incidents=1000000 --rounds=200
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { PERMISSIONS } from '../server/core/access.ts'
import type { IncidentFilter, IncidentView } from '../server/core/alarms/alarm.types.ts'
import { type Incident, NOT_ANNUNCIATED, SEVERITIES } from '../server/core/alarms/alarm.types.ts'
import { DEFAULT_ALARM_SETTINGS } from '../server/core/alarms/alarm-settings.types.ts'
import { AlarmKpis } from '../server/core/alarms/kpi.ts'
import type { PageRequest } from '../server/core/page.ts'
import { openSqlite } from '../server/storage/dialects/sqlite.ts'
import { migrate } from '../server/storage/migrate.ts'
import type { DB } from '../server/storage/schema.ts'
import { toIncidentRow } from '../server/storage/stores/incident-row.ts'
import { makeStores } from '../server/storage/stores/stores.ts'
import { makeTransact } from '../server/storage/transact.ts'
import { option, printFigure } from './figure.ts'

const INCIDENTS = option('incidents', 1_000_000)
const ROUNDS = option('rounds', 200)
const OPEN = 2_000
const POLICIES = 60
const DEVICES = 1_500
const GATEWAYS = 40
const SPAN_MS = 2 * 365 * 86_400_000
const T0 = Date.UTC(2025, 0, 1)
const DAY_MS = 86_400_000

const folder = mkdtempSync(join(tmpdir(), 'quaywatch-bench-'))
const file = join(folder, 'quaywatch.db')
const db = openSqlite(file)
await migrate(db, async () => undefined)
const stores = makeStores(db)
const transact = makeTransact(db)

const severityOf = (index: number) =>
  SEVERITIES[index % 100 < 2 ? 4 : index % 100 < 8 ? 3 : index % 100 < 25 ? 2 : index % 100 < 70 ? 1 : 0] ?? 'info'

function incident(index: number): Incident {
  const triggeredAt = T0 + Math.floor((index / INCIDENTS) * SPAN_MS)
  const isOpen = index >= INCIDENTS - OPEN
  const isAcknowledged = !isOpen || index % 3 !== 0
  return {
    ...NOT_ANNUNCIATED,
    id: `incident-${String(index * 7919).padStart(12, '0')}`,
    tenantId: 'marina',
    policyId: `policy-${index % POLICIES}`,
    origin: null,
    deviceId: `device-${(index * 31) % DEVICES}`,
    gatewayId: `gateway-${index % GATEWAYS}`,
    state: isOpen ? (isAcknowledged ? 'active_ack' : 'active_unack') : 'closed',
    resumeState: null,
    severity: severityOf(index),
    message: {
      tr: `Pedestal ${index}: Aktif güç 7450 W > 7000 W`,
      en: `Pedestal ${index}: Active power 7450 W > 7000 W`,
    },
    metric: 'active_power',
    value: 7450,
    triggeredAt,
    occurredAt: triggeredAt,
    annunciatedAt: triggeredAt,
    acknowledgedAt: isAcknowledged ? triggeredAt + 60_000 : null,
    acknowledgedBy: isAcknowledged ? 'operator' : null,
    clearedAt: isOpen ? null : triggeredAt + 600_000,
    closedAt: isOpen ? null : triggeredAt + 900_000,
    snoozedUntil: null,
    occurrenceCount: 1 + (index % 5),
    updatedAt: triggeredAt,
  }
}

const SAVED = Math.min(20_000, INCIDENTS)
const startedAt = performance.now()
for (let from = 0; from < SAVED; from += 200) {
  const batch = Array.from({ length: 200 }, (_, index) => incident(from + index))
  await transact(async (inner) => {
    await inner.incidents.save(batch)
    await inner.annunciations.append(batch.map((one) => ({ incident: one, at: one.triggeredAt })))
  })
  await new Promise((resolve) => setImmediate(resolve))
}
printFigure('incidents saved by the store', (SAVED / (performance.now() - startedAt)) * 1000, 'incidents/s')
fill()

/** The rest without the store: what is measured is reading. */
function fill(): void {
  const raw = new Database(file)
  const columns = Object.keys(toIncidentRow(incident(0)))
  const insert = raw.prepare(
    `insert into incident (${columns.join(', ')}) values (${columns.map((column) => `@${column}`).join(', ')})`,
  )
  raw.transaction(() => {
    for (let index = SAVED; index < INCIDENTS; index++) insert.run(toIncidentRow(incident(index)))
    raw.exec(`delete from incident_tally;
      insert into incident_tally select tenant_id, state, severity, case when acknowledged_at is null then 0 else 1 end, 0,
        policy_id, gateway_id, metric, count(*) from incident group by 1, 2, 3, 4, 6, 7, 8;
      insert into annunciation
        (tenant_id, incident_id, policy_id, device_id, gateway_id, severity, at, acknowledged_at, cleared_at)
      select tenant_id, id, policy_id, device_id, gateway_id, severity, triggered_at, acknowledged_at, cleared_at
      from incident where triggered_at >= ${incident(SAVED).triggeredAt} order by triggered_at`)
  })()
  raw.close()
}
printFigure('database', statSync(file).size / INCIDENTS, 'bytes/incident')

const first = (change: Partial<PageRequest<keyof DB['incident']>> = {}): PageRequest<keyof DB['incident']> => ({
  offset: 0,
  limit: 200,
  sortBy: 'triggered_at',
  sortOrder: 'desc',
  ...change,
})
const OPEN_STATES = ['active_unack', 'active_ack', 'cleared_unack', 'cleared_ack', 'snoozed'] as const
const CASES: readonly (readonly [string, IncidentFilter, PageRequest<keyof DB['incident']>])[] = [
  ['open, newest first', { states: OPEN_STATES, isSuppressed: false }, first()],
  [
    'strip: unacknowledged',
    { states: ['active_unack', 'cleared_unack'], isAcknowledged: false },
    first({ limit: 100 }),
  ],
  ['open, by severity', { states: OPEN_STATES }, first({ sortBy: 'severity' })],
  ['open and critical', { states: OPEN_STATES, columns: { severity: 'critical' } }, first()],
  ['all, newest first', {}, first()],
  ['all, oldest first', {}, first({ sortOrder: 'asc' })],
  ['all, by severity', {}, first({ sortBy: 'severity' })],
  ['all, by state', {}, first({ sortBy: 'state', sortOrder: 'asc' })],
  ['all, by occurrences', {}, first({ sortBy: 'occurrence_count' })],
  ['closed', { states: ['closed'] }, first()],
  ['closed and high', { states: ['closed'], columns: { severity: 'high' } }, first()],
  [
    'closed and critical, by severity',
    { states: ['closed'], columns: { severity: 'critical' } },
    first({ sortBy: 'severity' }),
  ],
  ['one device', { columns: { device_id: 'device-31' } }, first()],
  [
    'one device, open and high',
    { columns: { device_id: 'device-31', severity: 'high' }, states: OPEN_STATES },
    first(),
  ],
  ['one policy', { columns: { policy_id: 'policy-7' } }, first()],
  ['one policy, critical', { columns: { policy_id: 'policy-7', severity: 'critical' } }, first()],
  ['one gateway', { columns: { gateway_id: 'gateway-7' } }, first()],
  ['page 50 of all', {}, first({ offset: 9_800 })],
]

async function times(run: () => Promise<unknown>, rounds = ROUNDS): Promise<Float64Array> {
  const all = new Float64Array(rounds)
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    await run()
    all[round] = performance.now() - began
  }
  return all.sort()
}
const at = (sorted: Float64Array, share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0

let worst = 0
for (const [name, filter, page] of CASES) {
  const sorted = await times(() => stores.incidents.list('marina', filter, page))
  worst = Math.max(worst, at(sorted, 0.99))
  process.stdout.write(
    `incident-list, ${name}: p50 ${at(sorted, 0.5).toFixed(1)} ms, p99 ${at(sorted, 0.99).toFixed(1)} ms\n`,
  )
}
for (const [name, filter] of [
  ['counts of the strip', {}],
  ['counts of one severity', { columns: { severity: 'critical' } }],
  ['counts of one device', { columns: { device_id: 'device-31' } }],
] as const satisfies readonly (readonly [string, IncidentFilter])[]) {
  const sorted = await times(() => stores.incidents.counts('marina', filter))
  worst = Math.max(worst, at(sorted, 0.99))
  process.stdout.write(
    `incident-list, ${name}: p50 ${at(sorted, 0.5).toFixed(1)} ms, p99 ${at(sorted, 0.99).toFixed(1)} ms\n`,
  )
}
const opening = await times(() => stores.incidents.open(), 5)
printFigure('incident-list, the open ones at the start of the hub', at(opening, 0.5), 'ms')

const none: readonly IncidentView[] = []
const kpis = new AlarmKpis({
  stores,
  clock: {
    now: () => T0 + SPAN_MS,
    every: () => ({ stop: () => undefined }),
    after: () => ({ stop: () => undefined }),
  },
  alarms: { standing: () => OPEN, standingSince: () => none },
  settings: { of: () => DEFAULT_ALARM_SETTINGS },
})
const actor = { userId: 'u', tenantId: 'marina', email: 'u@marina', permissions: new Set(PERMISSIONS), sessionId: 's' }
for (const days of [30, 365]) {
  const end = T0 + SPAN_MS
  const sorted = await times(() => kpis.of(actor, end - days * DAY_MS, end), 5)
  printFigure(`incident-list, performance figures of ${days} days`, at(sorted, 0.5), 'ms')
}
printFigure('incident-list, worst p99', worst, 'ms', { name: 'the aim', figure: 50 })
await db.destroy()
rmSync(folder, { recursive: true, force: true })

import { type Kysely, sql } from 'kysely'
import { type IncidentCounts, type IncidentFilter, SEVERITIES, type Severity } from '../../core/alarms/alarm.types.ts'
import { INCIDENT_STATES, type IncidentState } from '../../core/alarms/incident.states.ts'
import type { DB } from '../schema.ts'
import type { IncidentRow } from './incident-row.ts'

type Tally = DB['incident_tally']
type TallyKey = Omit<Tally, 'total'>

const KEY_COLUMNS = [
  'tenant_id',
  'state',
  'severity',
  'is_acknowledged',
  'is_suppressed',
  'policy_id',
  'gateway_id',
  'metric',
] as const satisfies readonly (keyof TallyKey)[]

type Counted = Pick<
  IncidentRow,
  'tenant_id' | 'state' | 'severity' | 'acknowledged_at' | 'suppressed_by' | 'policy_id' | 'gateway_id' | 'metric'
>

const keyOf = (row: Counted): TallyKey => ({
  tenant_id: row.tenant_id,
  state: row.state,
  severity: row.severity,
  is_acknowledged: row.acknowledged_at === null ? 0 : 1,
  is_suppressed: row.suppressed_by === null ? 0 : 1,
  policy_id: row.policy_id ?? '',
  gateway_id: row.gateway_id ?? '',
  metric: row.metric ?? '',
})

/** To be called before the rows are written, in the same transaction. An id must not stand in `rows` twice. */
export async function keepTally(db: Kysely<DB>, rows: readonly IncidentRow[]): Promise<void> {
  const before = await db
    .selectFrom('incident')
    .select(['tenant_id', 'state', 'severity', 'acknowledged_at', 'suppressed_by', 'policy_id', 'gateway_id', 'metric'])
    .where(
      'id',
      'in',
      rows.map((row) => row.id),
    )
    .execute()
  const changes = new Map<string, Tally>()
  const add = (row: Counted, by: number): void => {
    const key = keyOf(row)
    const name = JSON.stringify(Object.values(key))
    const known = changes.get(name)
    if (known) known.total += by
    else changes.set(name, { ...key, total: by })
  }
  for (const row of before) add(row, -1)
  for (const row of rows) add(row, 1)
  const changed = [...changes.values()].filter((change) => change.total !== 0)
  if (changed.length === 0) return
  await db
    .insertInto('incident_tally')
    .values(changed)
    .onConflict((conflict) =>
      conflict
        .columns([...KEY_COLUMNS])
        .doUpdateSet((update) => ({ total: sql<number>`incident_tally.total + ${update.ref('excluded.total')}` })),
    )
    .execute()
}

const TALLIED: ReadonlySet<string> = new Set(['state', 'severity', 'policy_id', 'gateway_id', 'metric'])

/** Whether the tally knows the answer; otherwise the incidents themselves have to be counted. */
export const isTallied = (filter: IncidentFilter): boolean =>
  filter.isChattering === undefined &&
  Object.entries(filter.columns ?? {}).every(([column, value]) => value === undefined || TALLIED.has(column))

export interface TalliedRow {
  readonly state: string
  readonly severity: string
  readonly is_suppressed: number
  readonly total: number | string | bigint
}

export async function talliedRows(db: Kysely<DB>, tenantId: string, filter: IncidentFilter): Promise<TalliedRow[]> {
  return await tallied(db, tenantId, filter)
    .select((select) => ['state', 'severity', 'is_suppressed', select.fn.sum<number>('total').as('total')])
    .groupBy(['state', 'severity', 'is_suppressed'])
    .execute()
}

export async function totalOf(db: Kysely<DB>, tenantId: string, filter: IncidentFilter): Promise<number> {
  const found = await tallied(db, tenantId, filter)
    .select((select) => select.fn.sum<number | null>('total').as('total'))
    .executeTakeFirst()
  return Number(found?.total ?? 0)
}

function tallied(db: Kysely<DB>, tenantId: string, filter: IncidentFilter) {
  let query = db.selectFrom('incident_tally').where('tenant_id', '=', tenantId)
  if (filter.states !== undefined) query = query.where('state', 'in', [...filter.states])
  if (filter.isAcknowledged !== undefined) query = query.where('is_acknowledged', '=', filter.isAcknowledged ? 1 : 0)
  if (filter.isSuppressed !== undefined) query = query.where('is_suppressed', '=', filter.isSuppressed ? 1 : 0)
  for (const [column, value] of Object.entries(filter.columns ?? {}))
    if (value !== undefined) query = query.where(sql.ref<string>(column), '=', String(value ?? ''))
  return query
}

export function countsOf(rows: readonly TalliedRow[]): IncidentCounts {
  const bySeverity = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>
  const byState = Object.fromEntries(INCIDENT_STATES.map((state) => [state, 0])) as Record<IncidentState, number>
  const counts = { total: 0, unacknowledged: 0, suppressed: 0 }
  for (const row of rows) {
    const count = Number(row.total)
    const isOpen = row.state !== 'closed'
    if (isOpen && row.is_suppressed === 1) {
      counts.suppressed += count
      continue
    }
    byState[row.state as IncidentState] += count
    if (!isOpen) continue
    counts.total += count
    bySeverity[row.severity as Severity] += count
    if (row.state.endsWith('_unack')) counts.unacknowledged += count
  }
  return { ...counts, bySeverity, byState }
}

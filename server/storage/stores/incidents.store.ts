import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely'
import {
  type Incident,
  type IncidentCounts,
  type IncidentEvent,
  type IncidentFilter,
  type IncidentView,
  type Severity,
  type StoredIncidentEvent,
  severityRank,
} from '../../core/alarms/alarm.types.ts'
import type { IncidentState } from '../../core/alarms/incident.states.ts'
import type { Page, PageRequest } from '../../core/page.ts'
import type { DB } from '../schema.ts'
import { CHANGEABLE, toIncident, toIncidentRow, toIncidentView } from './incident-row.ts'
import { countsOf, isTallied, keepTally, talliedRows, totalOf } from './incident-tally.ts'

type IncidentExpressions = ExpressionBuilder<DB, 'incident'>

const ROWS_PER_STATEMENT = 50

function inChunks<T>(rows: readonly T[]): T[][] {
  const chunks: T[][] = []
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT)
    chunks.push(rows.slice(from, from + ROWS_PER_STATEMENT))
  return chunks
}

/** Columns that always have a value: an order with a word about nulls could not come from their index. */
const NEVER_NULL: ReadonlySet<string> = new Set([
  'id',
  'state',
  'severity_rank',
  'message',
  'triggered_at',
  'occurrence_count',
])

/** Incidents and the append-only history of each. */
export class IncidentsStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  /** All tenants' incidents that can still change. */
  async open(): Promise<readonly Incident[]> {
    const rows = await this.#db
      .selectFrom('incident')
      .selectAll()
      .where('closed_at', 'is', null)
      .orderBy('triggered_at')
      .orderBy('id')
      .execute()
    return rows.map(toIncident)
  }

  async get(tenantId: string, id: string): Promise<IncidentView | null> {
    const row = await this.#views()
      .where('incident.id', '=', id)
      .where('incident.tenant_id', '=', tenantId)
      .executeTakeFirst()
    return row ? toIncidentView(row) : null
  }

  async list(
    tenantId: string,
    filter: IncidentFilter,
    page: PageRequest<keyof DB['incident']>,
  ): Promise<Page<IncidentView>> {
    const sortBy = page.sortBy === 'severity' ? 'severity_rank' : page.sortBy
    const nulls = NEVER_NULL.has(sortBy) ? '' : page.sortOrder === 'asc' ? ' nulls first' : ' nulls last'
    const rows = await this.#views()
      .where((where) => matching(where, tenantId, filter))
      .orderBy(sql`${sql.ref(`incident.${sortBy}`)} ${sql.raw(page.sortOrder + nulls)}`)
      .orderBy('incident.triggered_at', page.sortOrder)
      .orderBy('incident.id', page.sortOrder)
      .limit(page.limit)
      .offset(page.offset)
      .execute()
    return { items: rows.map(toIncidentView), total: await this.#total(tenantId, filter) }
  }

  async #total(tenantId: string, filter: IncidentFilter): Promise<number> {
    if (isTallied(filter)) return totalOf(this.#db, tenantId, filter)
    const count = await this.#db
      .selectFrom('incident')
      .select((select) => select.fn.countAll<number>().as('total'))
      .where((where) => matching(where, tenantId, filter))
      .executeTakeFirstOrThrow()
    return Number(count.total)
  }

  /** Closed incidents are counted by state only; what is snoozed or suppressed asks nobody to acknowledge it. */
  async counts(tenantId: string, filter: IncidentFilter): Promise<IncidentCounts> {
    if (isTallied(filter)) return countsOf(await talliedRows(this.#db, tenantId, filter))
    // As an expression: an order that an index has would be preferred to the index that finds the few rows.
    const state = sql<string>`state || ''`
    const isSuppressed = sql<number>`case when suppressed_by is null then 0 else 1 end`
    const rows = await this.#db
      .selectFrom('incident')
      .select((select) => [
        state.as('state'),
        'severity',
        isSuppressed.as('is_suppressed'),
        select.fn.countAll<number>().as('total'),
      ])
      .where((where) => matching(where, tenantId, filter))
      .groupBy([state, 'severity', isSuppressed])
      .execute()
    return countsOf(rows)
  }

  /** In the order in which they happened, or backwards. */
  async events(
    incidentId: string,
    page: Pick<PageRequest, 'offset' | 'limit' | 'sortOrder'>,
  ): Promise<Page<StoredIncidentEvent>> {
    const rows = await this.#db
      .selectFrom('incident_event')
      .leftJoin('user', 'user.id', 'incident_event.actor_id')
      .selectAll('incident_event')
      .select('user.email as actor_email')
      .where('incident_id', '=', incidentId)
      .orderBy('seq', page.sortOrder)
      .limit(page.limit)
      .offset(page.offset)
      .execute()
    const count = await this.#db
      .selectFrom('incident_event')
      .select((select) => select.fn.countAll<number>().as('total'))
      .where('incident_id', '=', incidentId)
      .executeTakeFirstOrThrow()
    const items = rows.map(
      (row): StoredIncidentEvent => ({
        seq: row.seq,
        incidentId: row.incident_id,
        at: row.at,
        action: row.action as IncidentEvent['action'],
        fromState: row.from_state as IncidentState | null,
        toState: row.to_state as IncidentState,
        actorId: row.actor_id,
        actorEmail: row.actor_email,
        note: row.note,
        detail: row.detail === null ? null : (JSON.parse(row.detail) as Record<string, unknown>),
      }),
    )
    return { items, total: Number(count.total) }
  }

  /** Many at once, because a storm of alarms comes at once. */
  async save(incidents: readonly Incident[]): Promise<void> {
    for (const rows of inChunks(incidents.map(toIncidentRow))) {
      await keepTally(this.#db, rows)
      await this.#db
        .insertInto('incident')
        .values(rows)
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet((excluded) =>
              Object.fromEntries(CHANGEABLE.map((column) => [column, excluded.ref(`excluded.${column}`)])),
            ),
        )
        .execute()
    }
  }

  async appendEvents(events: readonly IncidentEvent[]): Promise<void> {
    for (const chunk of inChunks(events)) {
      const rows = chunk.map((event) => ({
        incident_id: event.incidentId,
        at: event.at,
        action: event.action,
        from_state: event.fromState,
        to_state: event.toState,
        actor_id: event.actorId,
        note: event.note,
        detail: event.detail === null ? null : JSON.stringify(event.detail),
      }))
      await this.#db.insertInto('incident_event').values(rows).execute()
    }
  }

  #views() {
    return this.#db
      .selectFrom('incident')
      .leftJoin('device', 'device.id', 'incident.device_id')
      .leftJoin('gateway', 'gateway.id', 'incident.gateway_id')
      .leftJoin('alarm_policy', 'alarm_policy.id', 'incident.policy_id')
      .selectAll('incident')
      .select(['device.name as device_name', 'gateway.name as gateway_name', 'alarm_policy.name as policy_name'])
  }
}

/** The text in either language, whole. */
function messageIs(text: string): Expression<SqlBool> {
  const start = `{"tr":${JSON.stringify(text)},`
  const end = `,"en":${JSON.stringify(text)}}`
  const column = sql.ref('incident.message')
  return sql<SqlBool>`(substr(${column}, 1, ${sql.lit([...start].length)}) = ${start}
    or substr(${column}, length(${column}) - ${sql.lit([...end].length - 1)}) = ${end})`
}

function matching(where: IncidentExpressions, tenantId: string, filter: IncidentFilter) {
  const conditions: Expression<SqlBool>[] = [where('incident.tenant_id', '=', tenantId)]
  conditions.push(...flagsOf(where, filter))
  for (const [column, value] of Object.entries(filter.columns ?? {})) {
    if (value === undefined) continue
    if (column === 'message') {
      conditions.push(messageIs(String(value)))
      continue
    }
    if (column === 'severity') {
      conditions.push(where('incident.severity_rank', '=', severityRank(value as Severity)))
      continue
    }
    const name = sql.ref(`incident.${column}`)
    conditions.push(value === null ? sql<SqlBool>`${name} is null` : sql<SqlBool>`${name} = ${value}`)
  }
  return where.and(conditions)
}

/** The questions that are not about the equality of one column. */
function flagsOf(where: IncidentExpressions, filter: IncidentFilter): Expression<SqlBool>[] {
  const conditions: Expression<SqlBool>[] = []
  const isThere = (column: 'acknowledged_at' | 'suppressed_by' | 'chattering_since', isSet: boolean | undefined) => {
    if (isSet !== undefined) conditions.push(where(`incident.${column}`, isSet ? 'is not' : 'is', null))
  }
  isThere('acknowledged_at', filter.isAcknowledged)
  isThere('suppressed_by', filter.isSuppressed)
  isThere('chattering_since', filter.isChattering)
  if (filter.states === undefined) return conditions
  conditions.push(where('incident.state', 'in', [...filter.states]))
  // Said in the words of the index of the open ones.
  if (!filter.states.includes('closed')) conditions.push(where('incident.closed_at', 'is', null))
  return conditions
}

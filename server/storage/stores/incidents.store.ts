import { type Expression, type ExpressionBuilder, type Kysely, type Selectable, type SqlBool, sql } from 'kysely'
import {
  type Incident,
  type IncidentCounts,
  type IncidentEvent,
  type IncidentFilter,
  type IncidentView,
  SEVERITIES,
  type Severity,
  type StoredIncidentEvent,
} from '../../core/alarms/alarm.types.ts'
import { INCIDENT_STATES, type IncidentState, type ResumeState } from '../../core/alarms/incident.states.ts'
import type { Words } from '../../core/errors.ts'
import type { Page, PageRequest } from '../../core/page.ts'
import type { DB } from '../schema.ts'

type Row = Selectable<DB['incident']>
type ViewRow = Row & { device_name: string | null; gateway_name: string | null; policy_name: string | null }
type IncidentExpressions = ExpressionBuilder<DB, 'incident'>

/** Turkish first, so that the column sorts by it. */
const messageText = ({ tr, en }: Words): string => JSON.stringify({ tr, en })

const toIncident = (row: Row): Incident => ({
  id: row.id,
  tenantId: row.tenant_id,
  policyId: row.policy_id,
  deviceId: row.device_id,
  gatewayId: row.gateway_id,
  state: row.state as IncidentState,
  resumeState: row.resume_state as ResumeState | null,
  severity: row.severity as Severity,
  message: JSON.parse(row.message) as Words,
  metric: row.metric,
  value: row.value,
  triggeredAt: row.triggered_at,
  acknowledgedAt: row.acknowledged_at,
  acknowledgedBy: row.acknowledged_by,
  clearedAt: row.cleared_at,
  closedAt: row.closed_at,
  snoozedUntil: row.snoozed_until,
  occurrenceCount: row.occurrence_count,
  updatedAt: row.updated_at,
})

const toView = (row: ViewRow): IncidentView => ({
  ...toIncident(row),
  deviceName: row.device_name,
  gatewayName: row.gateway_name,
  policyName: row.policy_name,
})

const toRow = (incident: Incident): Row => ({
  id: incident.id,
  tenant_id: incident.tenantId,
  policy_id: incident.policyId,
  device_id: incident.deviceId,
  gateway_id: incident.gatewayId,
  state: incident.state,
  resume_state: incident.resumeState,
  severity: incident.severity,
  message: messageText(incident.message),
  metric: incident.metric,
  value: incident.value,
  triggered_at: incident.triggeredAt,
  acknowledged_at: incident.acknowledgedAt,
  acknowledged_by: incident.acknowledgedBy,
  cleared_at: incident.clearedAt,
  closed_at: incident.closedAt,
  snoozed_until: incident.snoozedUntil,
  occurrence_count: incident.occurrenceCount,
  updated_at: incident.updatedAt,
})

/** What an incident is about never changes; where it stands does. */
const CHANGEABLE = [
  'state',
  'resume_state',
  'severity',
  'message',
  'value',
  'acknowledged_at',
  'acknowledged_by',
  'cleared_at',
  'closed_at',
  'snoozed_until',
  'occurrence_count',
  'updated_at',
] as const satisfies readonly (keyof Row)[]

const ROWS_PER_STATEMENT = 50

function inChunks<T>(rows: readonly T[]): T[][] {
  const chunks: T[][] = []
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT)
    chunks.push(rows.slice(from, from + ROWS_PER_STATEMENT))
  return chunks
}

/** Severity sorts by urgency, not by the alphabet. */
const SEVERITY_RANK = sql`case incident.severity ${sql.join(
  SEVERITIES.map((severity, rank) => sql`when ${sql.lit(severity)} then ${sql.lit(rank)}`),
  sql` `,
)} end`

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
      .where('state', '!=', 'closed')
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
    return row ? toView(row) : null
  }

  async list(
    tenantId: string,
    filter: IncidentFilter,
    page: PageRequest<keyof DB['incident']>,
  ): Promise<Page<IncidentView>> {
    const order = sql.raw(page.sortOrder === 'asc' ? 'asc nulls first' : 'desc nulls last')
    const sortBy = page.sortBy === 'severity' ? SEVERITY_RANK : sql.ref(`incident.${page.sortBy}`)
    const rows = await this.#views()
      .where((where) => matching(where, tenantId, filter))
      .orderBy(sql`${sortBy} ${order}`)
      .orderBy('incident.id', page.sortOrder)
      .limit(page.limit)
      .offset(page.offset)
      .execute()
    const count = await this.#db
      .selectFrom('incident')
      .select((select) => select.fn.countAll<number>().as('total'))
      .where((where) => matching(where, tenantId, filter))
      .executeTakeFirstOrThrow()
    return { items: rows.map(toView), total: Number(count.total) }
  }

  /** Closed incidents are counted by state only; what is snoozed asks nobody to acknowledge it. */
  async counts(tenantId: string, filter: IncidentFilter): Promise<IncidentCounts> {
    const rows = await this.#db
      .selectFrom('incident')
      .select((select) => ['state', 'severity', select.fn.countAll<number>().as('total')])
      .where((where) => matching(where, tenantId, filter))
      .groupBy(['state', 'severity'])
      .execute()
    const bySeverity = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>
    const byState = Object.fromEntries(INCIDENT_STATES.map((state) => [state, 0])) as Record<IncidentState, number>
    let total = 0
    let unacknowledged = 0
    for (const row of rows) {
      const count = Number(row.total)
      byState[row.state as IncidentState] += count
      if (row.state === 'closed') continue
      total += count
      bySeverity[row.severity as Severity] += count
      if (row.state.endsWith('_unack')) unacknowledged += count
    }
    return { total, bySeverity, byState, unacknowledged }
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
    for (const rows of inChunks(incidents.map(toRow))) {
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
  if (filter.states !== undefined) conditions.push(where('incident.state', 'in', [...filter.states]))
  for (const [column, value] of Object.entries(filter.columns ?? {})) {
    if (value === undefined) continue
    if (column === 'message') {
      conditions.push(messageIs(String(value)))
      continue
    }
    const name = sql.ref(`incident.${column}`)
    conditions.push(value === null ? sql<SqlBool>`${name} is null` : sql<SqlBool>`${name} = ${value}`)
  }
  if (filter.isAcknowledged !== undefined)
    conditions.push(where('incident.acknowledged_at', filter.isAcknowledged ? 'is not' : 'is', null))
  return where.and(conditions)
}

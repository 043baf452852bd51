import { type Kysely, sql } from 'kysely'
import { tablesOf } from './tables.ts'

/** How alarms reach people: shelving, suppression, chattering, escalation; and what keeps a million incidents quick. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await incidentColumns(db)
  await incidentIndexes(db)
  await tally(db)
  await annunciations(db)
  await maintenance(db)
  await escalation(db)
}

async function incidentColumns(db: Kysely<unknown>): Promise<void> {
  const { add } = tablesOf(db)
  await add('incident', ['origin', 'text', 'null'])
  await add('incident', ['severity_rank', 'integer'], 0)
  await add('incident', ['annunciated_at', 'bigint', 'null'])
  await add('incident', ['occurred_at', 'bigint', 'null'])
  await add('incident', ['suppressed_by', 'text', 'null'])
  await add('incident', ['suppressed_reason', 'text', 'null'])
  await add('incident', ['chattering_since', 'bigint', 'null'])
  await add('incident', ['chattered_at', 'bigint', 'null'])
  await add('incident', ['snoozed_at', 'bigint', 'null'])
  await add('incident', ['snoozed_by', 'text', 'null'])
  await add('incident', ['snooze_reason', 'text', 'null'])
  await add('incident', ['reminder_count', 'integer'], 0)
  await sql`update incident set annunciated_at = triggered_at, severity_rank = case severity
    when 'critical' then 4 when 'high' then 3 when 'medium' then 2 when 'low' then 1 else 0 end`.execute(db)
}

async function incidentIndexes(db: Kysely<unknown>): Promise<void> {
  const { index } = tablesOf(db)
  await index('incident', ['tenant_id', 'severity_rank', 'triggered_at'])
  await index('incident', ['tenant_id', 'occurrence_count', 'triggered_at'])
  // With the tenant first, as every question has it: otherwise the order by time looks cheaper than it is.
  for (const subject of ['device_id', 'policy_id', 'gateway_id'])
    await index('incident', ['tenant_id', subject, 'triggered_at'])
  await index('incident', ['tenant_id', 'policy_id', 'severity_rank', 'triggered_at'])
  await sql`drop index incident_device_id_triggered_at`.execute(db)
  await index('incident', ['tenant_id', 'chattered_at'])
  // The open ones are few, whatever the history: they must not be looked for in it.
  await sql`create index incident_open on incident (tenant_id, triggered_at) where closed_at is null`.execute(db)
  await sql`create index incident_open_urgent on incident (tenant_id, severity_rank, triggered_at) where closed_at is null`.execute(
    db,
  )
}

async function tally(db: Kysely<unknown>): Promise<void> {
  const { make } = tablesOf(db)
  await make(
    'incident_tally',
    ['tenant_id', 'state', 'severity', 'is_acknowledged', 'is_suppressed', 'policy_id', 'gateway_id', 'metric'],
    [
      ['tenant_id', 'text'],
      ['state', 'text'],
      ['severity', 'text'],
      ['is_acknowledged', 'integer'],
      ['is_suppressed', 'integer'],
      ['policy_id', 'text'],
      ['gateway_id', 'text'],
      ['metric', 'text'],
      ['total', 'integer'],
    ],
  )
  await sql`insert into incident_tally
    select tenant_id, state, severity, case when acknowledged_at is null then 0 else 1 end, 0,
      coalesce(policy_id, ''), coalesce(gateway_id, ''), coalesce(metric, ''), count(*)
    from incident group by 1, 2, 3, 4, 6, 7, 8`.execute(db)
}

async function annunciations(db: Kysely<unknown>): Promise<void> {
  const { make, index } = tablesOf(db)
  await make('annunciation', 'serial', [
    ['tenant_id', 'text'],
    ['incident_id', 'text'],
    ['policy_id', 'text', 'null'],
    ['device_id', 'text', 'null'],
    ['gateway_id', 'text', 'null'],
    ['severity', 'text'],
    ['at', 'bigint'],
    ['acknowledged_at', 'bigint', 'null'],
    ['cleared_at', 'bigint', 'null'],
  ])
  await index('annunciation', ['tenant_id', 'at'])
  await index('annunciation', ['incident_id'])
  await sql`insert into annunciation
    (tenant_id, incident_id, policy_id, device_id, gateway_id, severity, at, acknowledged_at, cleared_at)
    select tenant_id, id, policy_id, device_id, gateway_id, severity, triggered_at, acknowledged_at, cleared_at
    from incident order by triggered_at`.execute(db)
}

async function maintenance(db: Kysely<unknown>): Promise<void> {
  const { make, index } = tablesOf(db)
  await make(
    'maintenance_window',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['target', 'text'],
      ['reason', 'text'],
      ['start_at', 'bigint'],
      ['end_at', 'bigint'],
      ['ended_at', 'bigint', 'null'],
      ['ended_by', 'text', 'null'],
      ['created_by', 'text', 'null'],
      ['created_at', 'bigint'],
    ],
  )
  await index('maintenance_window', ['tenant_id', 'end_at'])
}

async function escalation(db: Kysely<unknown>): Promise<void> {
  const { make, index } = tablesOf(db)
  await make(
    'policy_annunciation',
    ['policy_id'],
    [
      ['policy_id', 'text'],
      ['tenant_id', 'text'],
      ['ladder', 'text'],
      ['reminder_s', 'real', 'null'],
      ['updated_at', 'bigint'],
    ],
  )
  await make(
    'roster',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['name', 'text'],
      ['shifts', 'text'],
      ['created_at', 'bigint'],
      ['updated_at', 'bigint'],
    ],
  )
  await index('roster', ['tenant_id', 'name'], true)
  await make(
    'escalation',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['name', 'text'],
      ['is_enabled', 'integer'],
      ['severities', 'text'],
      ['place', 'text', 'null'],
      ['steps', 'text'],
      ['created_at', 'bigint'],
      ['updated_at', 'bigint'],
    ],
  )
  await index('escalation', ['tenant_id', 'name'], true)
  await make(
    'notice',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['incident_id', 'text'],
      ['escalation_id', 'text', 'null'],
      ['once_key', 'text'],
      ['channel', 'text'],
      ['audience', 'text', 'null'],
      ['recipient', 'text', 'null'],
      ['status', 'text'],
      ['due_at', 'bigint'],
      ['next_attempt_at', 'bigint'],
      ['attempts', 'integer'],
      ['last_error', 'text', 'null'],
      ['settled_at', 'bigint', 'null'],
      ['created_at', 'bigint'],
    ],
  )
  await index('notice', ['once_key'], true)
  await index('notice', ['status', 'next_attempt_at'])
  await index('notice', ['incident_id'])
  await index('notice', ['tenant_id', 'created_at'])
}

import { type Kysely, sql } from 'kysely'
import type { Severity } from '../../core/alarms/alarm.types.ts'
import type { AnnunciationRow, Call, StandingAlarm } from '../../core/alarms/kpi.types.ts'
import type { DB } from '../schema.ts'

const ROWS_PER_STATEMENT = 100
/** Many times what makes a flood. */
const RECENT_CALLS = 2_000

/** Every call for attention, what became of it, and what stands since when. */
export class AnnunciationsStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async append(calls: readonly Call[]): Promise<void> {
    for (let from = 0; from < calls.length; from += ROWS_PER_STATEMENT) {
      const rows = calls.slice(from, from + ROWS_PER_STATEMENT).map(({ incident, at }) => ({
        tenant_id: incident.tenantId,
        incident_id: incident.id,
        policy_id: incident.policyId,
        device_id: incident.deviceId,
        gateway_id: incident.gatewayId,
        severity: incident.severity,
        at,
        acknowledged_at: null,
        cleared_at: incident.clearedAt,
      }))
      await this.#db.insertInto('annunciation').values(rows).execute()
    }
  }

  /** Answers every call of the incident that has no answer yet. */
  async settle(incidentId: string, what: 'acknowledged_at' | 'cleared_at', at: number): Promise<void> {
    await this.#db
      .updateTable('annunciation')
      .set({ [what]: at })
      .where('incident_id', '=', incidentId)
      .where(what, 'is', null)
      .execute()
  }

  /** The newest calls of all tenants after `since`, in order: what the flood meters start with. */
  async recent(since: number): Promise<readonly { tenantId: string; at: number }[]> {
    const rows = await this.#db
      .selectFrom('annunciation')
      .select(['tenant_id', 'at'])
      .orderBy('seq', 'desc')
      .limit(RECENT_CALLS)
      .execute()
    return rows
      .filter((row) => row.at > since)
      .map((row) => ({ tenantId: row.tenant_id, at: row.at }))
      .reverse()
  }

  /** One piece of a tenant's calls in order of time; goes on after the last row of the piece before. */
  async between(
    tenantId: string,
    from: { readonly at: number; readonly seq: number },
    end: number,
    limit: number,
  ): Promise<readonly AnnunciationRow[]> {
    const rows = await this.#db
      .selectFrom('annunciation')
      .select(['seq', 'policy_id', 'device_id', 'gateway_id', 'severity', 'at', 'acknowledged_at', 'cleared_at'])
      .where('tenant_id', '=', tenantId)
      .where('at', '>=', from.at)
      .where('at', '<', end)
      .where(sql<boolean>`(${sql.ref('at')} > ${from.at} or ${sql.ref('seq')} > ${from.seq})`)
      .orderBy('at')
      .orderBy('seq')
      .limit(limit)
      .execute()
    return rows.map((row) => ({
      seq: Number(row.seq),
      policyId: row.policy_id,
      deviceId: row.device_id,
      gatewayId: row.gateway_id,
      severity: row.severity as Severity,
      at: row.at,
      acknowledgedAt: row.acknowledged_at,
      clearedAt: row.cleared_at,
    }))
  }

  /** Incidents that chattered within the time, most occurrences first. */
  async chattered(tenantId: string, start: number, end: number, limit: number): Promise<readonly StandingAlarm[]> {
    const rows = await this.#db
      .selectFrom('incident')
      .leftJoin('device', 'device.id', 'incident.device_id')
      .leftJoin('gateway', 'gateway.id', 'incident.gateway_id')
      .leftJoin('alarm_policy', 'alarm_policy.id', 'incident.policy_id')
      .select([
        'incident.id',
        'incident.severity',
        'incident.state',
        'incident.triggered_at',
        'incident.occurrence_count',
        'device.name as device_name',
        'gateway.name as gateway_name',
        'alarm_policy.name as policy_name',
      ])
      .where('incident.tenant_id', '=', tenantId)
      .where('incident.chattered_at', '>=', start)
      .where('incident.chattered_at', '<', end)
      .orderBy('incident.occurrence_count', 'desc')
      .orderBy('incident.id')
      .limit(limit)
      .execute()
    return rows.map((row) => ({
      incidentId: row.id,
      severity: row.severity as Severity,
      triggeredAt: row.triggered_at,
      occurrenceCount: row.occurrence_count,
      subjectName: row.device_name ?? row.gateway_name,
      policyName: row.policy_name,
    }))
  }
}

import type { Kysely, Selectable } from 'kysely'
import type { Severity } from '../../core/alarms/alarm.types.ts'
import type { Escalation, EscalationStep, Roster, Shift } from '../../core/escalation/escalation.types.ts'
import type { DB } from '../schema.ts'

const toEscalation = (row: Selectable<DB['escalation']>): Escalation => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  isEnabled: row.is_enabled === 1,
  severities: JSON.parse(row.severities) as Severity[],
  place: row.place === null ? null : (JSON.parse(row.place) as Escalation['place']),
  steps: JSON.parse(row.steps) as EscalationStep[],
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

/** Chains of notices, and who is on call. */
export class EscalationsStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async all(): Promise<readonly Escalation[]> {
    return (await this.#db.selectFrom('escalation').selectAll().orderBy('created_at').execute()).map(toEscalation)
  }

  async save(escalation: Escalation): Promise<void> {
    const changeable = {
      name: escalation.name,
      is_enabled: escalation.isEnabled ? (1 as const) : (0 as const),
      severities: JSON.stringify(escalation.severities),
      place: escalation.place === null ? null : JSON.stringify(escalation.place),
      steps: JSON.stringify(escalation.steps),
      updated_at: escalation.updatedAt,
    }
    await this.#db
      .insertInto('escalation')
      .values({
        id: escalation.id,
        tenant_id: escalation.tenantId,
        created_at: escalation.createdAt,
        ...changeable,
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(changeable))
      .execute()
  }

  async remove(id: string): Promise<void> {
    await this.#db.deleteFrom('escalation').where('id', '=', id).execute()
  }

  async rosters(tenantId: string): Promise<readonly Roster[]> {
    const rows = await this.#db
      .selectFrom('roster')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .orderBy('created_at')
      .orderBy('id')
      .execute()
    return rows.map((row) => ({
      id: row.id,
      tenantId: row.tenant_id,
      name: row.name,
      shifts: JSON.parse(row.shifts) as Shift[],
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }))
  }

  async saveRoster(roster: Roster): Promise<void> {
    const changeable = { name: roster.name, shifts: JSON.stringify(roster.shifts), updated_at: roster.updatedAt }
    await this.#db
      .insertInto('roster')
      .values({ id: roster.id, tenant_id: roster.tenantId, created_at: roster.createdAt, ...changeable })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(changeable))
      .execute()
  }

  async removeRoster(id: string): Promise<void> {
    await this.#db.deleteFrom('roster').where('id', '=', id).execute()
  }
}

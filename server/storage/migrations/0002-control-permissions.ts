import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'

interface RoleTable {
  tenant: { id: string }
  role: {
    id: string
    tenant_id: string
    name: string
    description: string | null
    permissions: string
    is_system: number
    created_at: number
  }
}

const WATCH = ['loto:read']
const OPERATE = [...WATCH, 'devices:control', 'loto:work', 'firmware:read', 'zigbee:read', 'widgets:write']
const COMMISSION = [...OPERATE, 'energy:write', 'loto:write', 'firmware:write', 'ota:write', 'zigbee:write']
const SUPERVISE = [...OPERATE, 'loto:write', 'loto:approve', 'loto:supervise', 'energy:write']
const ALL = [...new Set([...COMMISSION, ...SUPERVISE])]

const GAINED: Readonly<Record<string, readonly string[]>> = {
  Administrator: ALL,
  Operator: OPERATE,
  Technician: COMMISSION,
  Viewer: WATCH,
}

/** Permissions for control, lock-out/tag-out, firmware, Zigbee and dashboards; and the role of a supervisor. */
export async function up(db: Kysely<RoleTable>): Promise<void> {
  const roles = await db.selectFrom('role').selectAll().where('is_system', '=', 1).execute()
  for (const role of roles) {
    const held: unknown = JSON.parse(role.permissions)
    const permissions = [...new Set([...(Array.isArray(held) ? held : []), ...(GAINED[role.name] ?? [])])]
    await db
      .updateTable('role')
      .set({ permissions: JSON.stringify(permissions) })
      .where('id', '=', role.id)
      .execute()
  }
  for (const { id: tenantId } of await db.selectFrom('tenant').select('id').execute()) {
    const operator = roles.find((role) => role.tenant_id === tenantId && role.name === 'Operator')
    const taken = await db
      .selectFrom('role')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('name', '=', 'Supervisor')
      .executeTakeFirst()
    if (!operator || taken) continue
    const held: unknown = JSON.parse(operator.permissions)
    await db
      .insertInto('role')
      .values({
        id: randomUUID(),
        tenant_id: tenantId,
        name: 'Supervisor',
        description: 'İşletir, enerji kesme izni verir / Operates and approves lock-outs',
        permissions: JSON.stringify([...new Set([...(Array.isArray(held) ? held : []), ...SUPERVISE])]),
        is_system: 1,
        created_at: operator.created_at,
      })
      .execute()
  }
}

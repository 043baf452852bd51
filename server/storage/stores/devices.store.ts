import type { Kysely, Selectable } from 'kysely'
import type { Device, DeviceType, Gateway, GatewayType, TemplateOverride } from '../../core/devices/devices.types.ts'
import type { TemplateSpec } from '../../core/outside.ts'
import type { Page, PageRequest } from '../../core/page.ts'
import { type Filters, listRows } from '../list.ts'
import type { DB } from '../schema.ts'

const flag = (value: boolean): 0 | 1 => (value ? 1 : 0)

const toGateway = (row: Selectable<DB['gateway']>): Gateway => ({
  id: row.id,
  tenantId: row.tenant_id,
  subregionId: row.subregion_id,
  name: row.name,
  type: row.type as GatewayType,
  isEnabled: row.is_enabled === 1,
  connection: JSON.parse(row.connection) as Gateway['connection'],
  username: row.username,
  passwordSha256: row.password_sha256,
  configVersion: row.config_version,
  isOnline: row.is_online === 1,
  lastSeen: row.last_seen,
  createdAt: row.created_at,
})
const toDevice = (row: Selectable<DB['device']>): Device => ({
  id: row.id,
  tenantId: row.tenant_id,
  gatewayId: row.gateway_id,
  subregionId: row.subregion_id,
  parentId: row.parent_id,
  templateId: row.template_id,
  name: row.name,
  deviceType: row.device_type as DeviceType,
  slaveId: row.slave_id,
  externalId: row.external_id,
  latitude: row.latitude,
  longitude: row.longitude,
  pollIntervalS: row.poll_interval_s,
  isOnline: row.is_online === 1,
  lastSeen: row.last_seen,
  createdAt: row.created_at,
})

/** Gateways, devices and the tenants' own templates. */
export class DevicesStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async everyGateway(): Promise<readonly Gateway[]> {
    return (await this.#db.selectFrom('gateway').selectAll().execute()).map(toGateway)
  }

  async everyDevice(): Promise<readonly Device[]> {
    return (await this.#db.selectFrom('device').selectAll().execute()).map(toDevice)
  }

  async gateways(
    tenantId: string,
    filters: Filters<'gateway'>,
    page: PageRequest<keyof DB['gateway']>,
  ): Promise<Page<Gateway>> {
    const { items, total } = await listRows(this.#db, 'gateway', tenantId, filters, page)
    return { items: items.map((row) => toGateway(row as unknown as Selectable<DB['gateway']>)), total }
  }

  async gateway(tenantId: string, id: string): Promise<Gateway | null> {
    const row = await this.#db
      .selectFrom('gateway')
      .selectAll()
      .where('id', '=', id)
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst()
    return row ? toGateway(row) : null
  }

  async gatewayIdByName(tenantId: string, name: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('gateway')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('name', '=', name)
      .executeTakeFirst()
    return row?.id ?? null
  }

  /** MQTT client ids are names on one broker: unique over all tenants. */
  async gatewayIdByUsername(username: string): Promise<string | null> {
    const row = await this.#db.selectFrom('gateway').select('id').where('username', '=', username).executeTakeFirst()
    return row?.id ?? null
  }

  async saveGateway(gateway: Gateway): Promise<void> {
    const rest = {
      subregion_id: gateway.subregionId,
      name: gateway.name,
      type: gateway.type,
      is_enabled: flag(gateway.isEnabled),
      connection: JSON.stringify(gateway.connection),
      username: gateway.username,
      password_sha256: gateway.passwordSha256,
      config_version: gateway.configVersion,
    }
    await this.#db
      .insertInto('gateway')
      .values({
        id: gateway.id,
        tenant_id: gateway.tenantId,
        is_online: 0,
        last_seen: null,
        created_at: gateway.createdAt,
        ...rest,
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
      .execute()
  }

  async removeGateway(id: string): Promise<void> {
    await this.#db.deleteFrom('gateway').where('id', '=', id).execute()
  }

  async gatewayHasDevices(id: string): Promise<boolean> {
    return (
      (await this.#db.selectFrom('device').select('id').where('gateway_id', '=', id).limit(1).executeTakeFirst()) !==
      undefined
    )
  }

  async devices(
    tenantId: string,
    filters: Filters<'device'>,
    page: PageRequest<keyof DB['device']>,
  ): Promise<Page<Device>> {
    const { items, total } = await listRows(this.#db, 'device', tenantId, filters, page)
    return { items: items.map((row) => toDevice(row as unknown as Selectable<DB['device']>)), total }
  }

  async device(tenantId: string, id: string): Promise<Device | null> {
    const row = await this.#db
      .selectFrom('device')
      .selectAll()
      .where('id', '=', id)
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst()
    return row ? toDevice(row) : null
  }

  async deviceIdBySlave(gatewayId: string, slaveId: number): Promise<string | null> {
    const row = await this.#db
      .selectFrom('device')
      .select('id')
      .where('gateway_id', '=', gatewayId)
      .where('slave_id', '=', slaveId)
      .executeTakeFirst()
    return row?.id ?? null
  }

  async deviceIdByExternal(gatewayId: string, externalId: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('device')
      .select('id')
      .where('gateway_id', '=', gatewayId)
      .where('external_id', '=', externalId)
      .executeTakeFirst()
    return row?.id ?? null
  }

  async hasChildren(id: string): Promise<boolean> {
    return (
      (await this.#db.selectFrom('device').select('id').where('parent_id', '=', id).limit(1).executeTakeFirst()) !==
      undefined
    )
  }

  async saveDevice(device: Device): Promise<void> {
    const rest = {
      gateway_id: device.gatewayId,
      subregion_id: device.subregionId,
      parent_id: device.parentId,
      template_id: device.templateId,
      name: device.name,
      device_type: device.deviceType,
      slave_id: device.slaveId,
      external_id: device.externalId,
      latitude: device.latitude,
      longitude: device.longitude,
      poll_interval_s: device.pollIntervalS,
    }
    await this.#db
      .insertInto('device')
      .values({
        id: device.id,
        tenant_id: device.tenantId,
        is_online: 0,
        last_seen: null,
        created_at: device.createdAt,
        ...rest,
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
      .execute()
  }

  async removeDevice(id: string): Promise<void> {
    await this.#db.deleteFrom('device').where('id', '=', id).execute()
  }

  /** Link states as the hardware sees them; many at once because a gateway takes its devices along. */
  async saveLinks(
    table: 'gateway' | 'device',
    links: readonly { id: string; isOnline: boolean; lastSeen: number | null }[],
  ): Promise<void> {
    if (links.length === 0) return
    await this.#db.transaction().execute(async (trx) => {
      for (const link of links) {
        await trx
          .updateTable(table)
          .set({ is_online: flag(link.isOnline), last_seen: link.lastSeen })
          .where('id', '=', link.id)
          .execute()
      }
    })
  }

  async templateOverrides(): Promise<readonly TemplateOverride[]> {
    const rows = await this.#db.selectFrom('template').selectAll().execute()
    return rows.map((row) => ({
      id: row.id,
      tenantId: row.tenant_id,
      key: row.key,
      baseId: row.base_id,
      body: JSON.parse(row.body) as TemplateSpec,
      version: row.version,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }))
  }

  async saveTemplateOverride(override: TemplateOverride): Promise<void> {
    const rest = { body: JSON.stringify(override.body), version: override.version, updated_at: override.updatedAt }
    await this.#db
      .insertInto('template')
      .values({
        id: override.id,
        tenant_id: override.tenantId,
        key: override.key,
        base_id: override.baseId,
        created_at: override.createdAt,
        ...rest,
      })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'key']).doUpdateSet(rest))
      .execute()
  }
}

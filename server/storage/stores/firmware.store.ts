import type { Kysely, Selectable } from 'kysely'
import type { FirmwareState } from '../../core/firmware/firmware.states.ts'
import type { FirmwareKey, FirmwareVersion } from '../../core/firmware/firmware.types.ts'
import type { Page, PageRequest } from '../../core/page.ts'
import { type Filters, listRows } from '../list.ts'
import type { DB } from '../schema.ts'

const toFirmware = (row: Selectable<DB['firmware']>): FirmwareVersion => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  version: row.version,
  deviceType: row.device_type,
  hwRevision: row.hw_revision,
  minFromVersion: row.min_from_version,
  notes: row.notes,
  fileName: row.file_name,
  sizeBytes: Number(row.size_bytes),
  sha256: row.sha256,
  signature: row.signature,
  keyId: row.key_id,
  state: row.status as FirmwareState,
  createdAt: row.created_at,
  createdBy: row.created_by,
  releasedAt: row.released_at,
  releasedBy: row.released_by,
  deprecatedAt: row.deprecated_at,
})

/** Firmware versions and the keys that are trusted to sign them. */
export class FirmwareStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async list(
    tenantId: string,
    filters: Filters<'firmware'>,
    page: PageRequest<keyof DB['firmware']>,
  ): Promise<Page<FirmwareVersion>> {
    const { items, total } = await listRows(this.#db, 'firmware', tenantId, filters, page)
    return { items: items.map((row) => toFirmware(row as unknown as Selectable<DB['firmware']>)), total }
  }

  async get(tenantId: string, id: string): Promise<FirmwareVersion | null> {
    const row = await this.#db
      .selectFrom('firmware')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirst()
    return row ? toFirmware(row) : null
  }

  /** The version that is what this one says it is, if there is one. */
  async idOf(firmware: FirmwareVersion): Promise<string | null> {
    const row = await this.#db
      .selectFrom('firmware')
      .select('id')
      .where('tenant_id', '=', firmware.tenantId)
      .where('device_type', '=', firmware.deviceType)
      .where('name', '=', firmware.name)
      .where('version', '=', firmware.version)
      .executeTakeFirst()
    return row?.id ?? null
  }

  /** Hashes of the files that versions of any tenant need. */
  async everyHash(): Promise<readonly string[]> {
    return (await this.#db.selectFrom('firmware').select('sha256').distinct().execute()).map(({ sha256 }) => sha256)
  }

  async save(firmware: FirmwareVersion): Promise<void> {
    const changing = {
      name: firmware.name,
      version: firmware.version,
      device_type: firmware.deviceType,
      hw_revision: firmware.hwRevision,
      min_from_version: firmware.minFromVersion,
      notes: firmware.notes,
      signature: firmware.signature,
      key_id: firmware.keyId,
      status: firmware.state,
      released_at: firmware.releasedAt,
      released_by: firmware.releasedBy,
      deprecated_at: firmware.deprecatedAt,
    }
    await this.#db
      .insertInto('firmware')
      .values({
        id: firmware.id,
        tenant_id: firmware.tenantId,
        file_name: firmware.fileName,
        size_bytes: firmware.sizeBytes,
        sha256: firmware.sha256,
        created_at: firmware.createdAt,
        created_by: firmware.createdBy,
        ...changing,
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
      .execute()
  }

  async remove(id: string): Promise<void> {
    await this.#db.deleteFrom('firmware').where('id', '=', id).execute()
  }

  async keys(tenantId: string): Promise<readonly FirmwareKey[]> {
    const rows = await this.#db
      .selectFrom('firmware_key')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .orderBy('created_at')
      .execute()
    return rows.map((row) => ({
      id: row.id,
      tenantId: row.tenant_id,
      name: row.name,
      publicKey: row.public_key,
      createdAt: row.created_at,
      createdBy: row.created_by,
    }))
  }

  async addKey(key: FirmwareKey): Promise<void> {
    await this.#db
      .insertInto('firmware_key')
      .values({
        tenant_id: key.tenantId,
        id: key.id,
        name: key.name,
        public_key: key.publicKey,
        created_at: key.createdAt,
        created_by: key.createdBy,
      })
      .execute()
  }

  async removeKey(tenantId: string, id: string): Promise<boolean> {
    const result = await this.#db
      .deleteFrom('firmware_key')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirst()
    return result.numDeletedRows > 0n
  }
}

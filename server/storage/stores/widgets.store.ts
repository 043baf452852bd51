import type { Kysely, Selectable } from 'kysely'
import type { Page, PageRequest } from '../../core/page.ts'
import type { Widget, WidgetKind } from '../../core/widgets/widget.types.ts'
import { type Filters, listRows } from '../list.ts'
import type { DB } from '../schema.ts'

/** Type and config were checked together when they were written. */
const toWidget = (row: Selectable<DB['widget']>): Widget => ({
  id: row.id,
  tenantId: row.tenant_id,
  subregionId: row.subregion_id,
  title: row.title,
  ...({ type: row.type, config: JSON.parse(row.config) } as WidgetKind),
  x: row.x,
  y: row.y,
  w: row.w,
  h: row.h,
  createdAt: Number(row.created_at),
  updatedAt: Number(row.updated_at),
})

export class WidgetsStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async list(
    tenantId: string,
    filters: Filters<'widget'>,
    page: PageRequest<keyof DB['widget']>,
  ): Promise<Page<Widget>> {
    const { items, total } = await listRows(this.#db, 'widget', tenantId, filters, page)
    return { items: items.map((row) => toWidget(row as unknown as Selectable<DB['widget']>)), total }
  }

  async ofSubregion(tenantId: string, subregionId: string): Promise<readonly Widget[]> {
    const rows = await this.#db
      .selectFrom('widget')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('subregion_id', '=', subregionId)
      .execute()
    return rows.map(toWidget)
  }

  async widget(tenantId: string, id: string): Promise<Widget | null> {
    const row = await this.#db
      .selectFrom('widget')
      .selectAll()
      .where('id', '=', id)
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst()
    return row ? toWidget(row) : null
  }

  async save(widget: Widget): Promise<void> {
    const rest = {
      subregion_id: widget.subregionId,
      type: widget.type,
      title: widget.title,
      config: JSON.stringify(widget.config),
      x: widget.x,
      y: widget.y,
      w: widget.w,
      h: widget.h,
      updated_at: widget.updatedAt,
    }
    await this.#db
      .insertInto('widget')
      .values({ id: widget.id, tenant_id: widget.tenantId, created_at: widget.createdAt, ...rest })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
      .execute()
  }

  async remove(id: string): Promise<void> {
    await this.#db.deleteFrom('widget').where('id', '=', id).execute()
  }
}

import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import type { Inventory } from '../devices/inventory.ts'
import { notFound, ruleViolation } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Clock } from '../outside.ts'
import type { Page, PageRequest } from '../page.ts'
import type { Transact } from '../transact.ts'
import { settle } from './settle.ts'
import { devicesOf, MOST_ROWS, type Place, type Widget, type WidgetKind } from './widget.types.ts'

export type WidgetDraft = WidgetKind & Place & Pick<Widget, 'subregionId' | 'title'>
export type WidgetChange = Partial<Place & Pick<Widget, 'subregionId' | 'title'>>

export interface WidgetsDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly inventory: Inventory
  /** Told after a change is committed. */
  readonly changed: (tenantId: string) => void
}

const MOST_WIDGETS = 50
const NO_WIDGET = { tr: 'Pano öğesi bulunamadı', en: 'Widget not found' }

/** The dashboards: one for each subregion, made of widgets that never overlap. */
export class Widgets {
  readonly #deps: WidgetsDeps

  constructor(deps: WidgetsDeps) {
    this.#deps = deps
  }

  async list(
    actor: Actor,
    subregionId: string,
    filters: Parameters<Stores['widgets']['list']>[1],
    page: PageRequest<Parameters<Stores['widgets']['list']>[2]['sortBy']>,
  ): Promise<Page<Widget>> {
    requirePermission(actor, 'sites:read')
    this.#ownSubregion(actor, subregionId)
    return this.#deps.stores.widgets.list(actor.tenantId, { ...filters, subregion_id: subregionId }, page)
  }

  async widget(actor: Actor, id: string): Promise<Widget> {
    requirePermission(actor, 'sites:read')
    return this.#own(this.#deps.stores, actor, id)
  }

  /** What lies where the widget goes moves down. @throws AppError BUSINESS_RULE_VIOLATION when the dashboard is full */
  async add(actor: Actor, draft: WidgetDraft): Promise<Widget> {
    requirePermission(actor, 'widgets:write')
    const now = this.#deps.clock.now()
    const widget: Widget = { id: newId(), tenantId: actor.tenantId, ...draft, createdAt: now, updatedAt: now }
    this.#check(actor, widget)
    return this.#write(actor, 'create', widget.id, { title: draft.title, type: draft.type }, async (stores) => {
      const others = await stores.widgets.ofSubregion(actor.tenantId, draft.subregionId)
      if (others.length >= MOST_WIDGETS)
        throw ruleViolation({
          tr: `Bir panoda en çok ${MOST_WIDGETS} öğe olabilir`,
          en: `A dashboard can hold at most ${MOST_WIDGETS} widgets`,
        })
      await saveSettled(stores, others, widget)
      return widget
    })
  }

  /** `kind` replaces type and config together. */
  async change(actor: Actor, id: string, change: WidgetChange, kind: WidgetKind | null): Promise<Widget> {
    requirePermission(actor, 'widgets:write')
    const detail = { ...change, ...(kind && { config: kind.config }) }
    return this.#write(actor, 'update', id, detail, async (stores) => {
      const before = await this.#own(stores, actor, id)
      const widget: Widget = { ...before, ...change, ...kind, updatedAt: this.#deps.clock.now() }
      this.#check(actor, widget)
      const all = await stores.widgets.ofSubregion(actor.tenantId, widget.subregionId)
      await saveSettled(
        stores,
        all.filter((other) => other.id !== id),
        widget,
      )
      return widget
    })
  }

  async remove(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'widgets:write')
    await this.#write(actor, 'delete', id, null, async (stores) => {
      await this.#own(stores, actor, id)
      await stores.widgets.remove(id)
    })
  }

  async #write<T>(
    actor: Actor,
    action: string,
    id: string,
    detail: Record<string, unknown> | null,
    run: (stores: Stores) => Promise<T>,
  ): Promise<T> {
    const { transact, audit, changed } = this.#deps
    const result = await transact(async (stores) => {
      const done = await run(stores)
      await audit.append(stores, { tenantId: actor.tenantId, actor, action, entity: 'widget', entityId: id, detail })
      return done
    })
    changed(actor.tenantId)
    return result
  }

  #check(actor: Actor, widget: Widget): void {
    this.#ownSubregion(actor, widget.subregionId)
    for (const id of devicesOf(widget))
      if (this.#deps.inventory.devices.get(id)?.tenantId !== actor.tenantId)
        throw notFound({ tr: 'Cihaz bulunamadı', en: 'Device not found' })
  }

  #ownSubregion(actor: Actor, id: string): void {
    if (this.#deps.inventory.subregions.get(id)?.tenantId !== actor.tenantId)
      throw notFound({ tr: 'Alt bölge bulunamadı', en: 'Subregion not found' })
  }

  async #own(stores: Stores, actor: Actor, id: string): Promise<Widget> {
    const widget = await stores.widgets.widget(actor.tenantId, id)
    if (!widget) throw notFound(NO_WIDGET)
    return widget
  }
}

/** Stores a widget and whatever it pushed down. */
async function saveSettled(stores: Stores, others: readonly Widget[], widget: Widget): Promise<void> {
  const before = new Map(others.map((other) => [other.id, other.y]))
  for (const settled of settle([widget, ...others], widget.id)) {
    if (settled.y + settled.h > MOST_ROWS)
      throw ruleViolation({ tr: 'Panonun sonuna gelindi', en: 'This is the end of the dashboard' })
    if (settled.id === widget.id || before.get(settled.id) !== settled.y) await stores.widgets.save(settled)
  }
}

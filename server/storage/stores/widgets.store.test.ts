import { expect, it } from 'vitest'
import type { Widget } from '../../core/widgets/widget.types.ts'
import { onBothDatabases } from '../test-databases.ts'
import { WidgetsStore } from './widgets.store.ts'

const AT = 1_790_000_000_000
const PAGE = { offset: 0, limit: 50, sortBy: 'y', sortOrder: 'asc' } as const

const widget = (id: string, change: Partial<Widget> = {}): Widget =>
  ({
    id,
    tenantId: 'marina',
    subregionId: 'a',
    type: 'gauge',
    title: 'Gerilim',
    config: { device_id: 'd1', metric: 'voltage_l1', min: 200, max: 260.5, low: null },
    x: 0,
    y: 0,
    w: 3,
    h: 2,
    createdAt: AT,
    updatedAt: AT,
    ...change,
  }) as Widget

onBothDatabases('widgets store', (db) => {
  const store = () => new WidgetsStore(db())

  it('keeps a widget as it was, config and all, through changes', async () => {
    await store().save(widget('one'))
    expect(await store().widget('marina', 'one')).toEqual(widget('one'))
    const moved = widget('one', { x: 4, y: 7, title: 'Başka', updatedAt: AT + 5 })
    await store().save(moved)
    expect(await store().widget('marina', 'one')).toEqual(moved)
    expect(await store().widget('somebody else', 'one')).toBeNull()
  })

  it('gives the widgets of one subregion of one tenant', async () => {
    await store().save(widget('two', { y: 2 }))
    await store().save(widget('elsewhere', { subregionId: 'b' }))
    await store().save(widget('foreign', { tenantId: 'other' }))
    expect((await store().ofSubregion('marina', 'a')).map(({ id }) => id).sort()).toEqual(['one', 'two'])
    const { items, total } = await store().list('marina', { subregion_id: 'a' }, PAGE)
    expect([items.map(({ id }) => id), total]).toEqual([['two', 'one'], 2])
    await store().remove('two')
    expect((await store().ofSubregion('marina', 'a')).map(({ id }) => id)).toEqual(['one'])
  })
})

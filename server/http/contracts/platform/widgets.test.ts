import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, startTestHub, type TestHub } from '../../test-hub.ts'
import { makeMarina } from '../../test-marina.ts'

describe('platform.md, Widgets', () => {
  let test: TestHub
  let marina: Awaited<ReturnType<typeof makeMarina>>
  beforeAll(async () => {
    test = await startTestHub()
    marina = await makeMarina(test)
  })
  afterAll(() => test.stop())

  const body = (change: object = {}) => ({
    subregion_id: marina.subregion.id,
    type: 'value',
    title: 'Güç',
    config: { device_id: marina.meter.id, metric: 'active_power' },
    x: 0,
    y: 0,
    w: 3,
    h: 2,
    ...change,
  })
  const add = (change: object = {}, token?: string) =>
    test.call('POST', '/api/widgets', { json: body(change), ...(token && { token }) })
  const list = async (query = '') =>
    (await test.call('GET', `/api/subregions/${marina.subregion.id}/widgets${query}`)).body
  const clear = async () => {
    for (const { id } of (await list('?limit=200')).items) await test.call('DELETE', `/api/widgets/${id}`)
  }

  it('keeps what it was given and lists it by place', async () => {
    const made = await add()
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject(body())
    await add({ title: 'Harita', type: 'map', config: {}, x: 3 })
    const { items, total, skip, limit } = await list('?sort_by=x&sort_order=desc')
    expect([total, skip, limit]).toEqual([2, 0, 50])
    expect(items.map(({ title }: { title: string }) => title)).toEqual(['Harita', 'Güç'])
    expect((await list('?type=map')).total).toBe(1)
    await clear()
  })

  it('takes every type with a config of its own', async () => {
    const device_id = marina.meter.id
    const kinds = {
      gauge: { device_id, metric: 'active_power', min: 0, max: 40_000, high: 30_000 },
      chart: { series: [{ device_id, metric: 'voltage_l1' }], range: 'day' },
      alarm_list: { severities: ['critical', 'high'] },
      map: {},
      energy_flow: { device_id },
      loto_state: {},
    }
    for (const [type, config] of Object.entries(kinds)) {
      const made = await add({ type, config, y: 10 })
      expect([made.status, made.body.config]).toEqual([201, config])
    }
    await clear()
  })

  it.each([
    [{ type: 'clock' }, ['body', 'type']],
    [{ config: {} }, ['body', 'config', 'device_id']],
    [{ config: { device_id: 'x', metric: 'a b' } }, ['body', 'config', 'metric']],
    [{ type: 'gauge', config: { device_id: 'x', metric: 'power', min: 5, max: 5 } }, ['body', 'config', 'max']],
    [{ type: 'map', config: { zoom: 3 } }, ['body', 'config', 'zoom']],
    [{ x: 11, w: 2 }, ['body', 'w']],
    [{ h: 0 }, ['body', 'h']],
    [{ x: 0.5 }, ['body', 'x']],
    [{ title: ' ' }, ['body', 'title']],
    [{ colour: 'red' }, ['body', 'colour']],
  ])('says where %j is wrong', async (change, loc) => {
    const answer = await add(change)
    expect([answer.status, answer.body.detail[0]?.loc]).toEqual([422, loc])
  })

  it('moves what lies under a widget down, and nothing else', async () => {
    const first = (await add({ title: 'a' })).body
    const second = (await add({ title: 'b', x: 2, w: 4 })).body
    const aside = (await add({ title: 'c', x: 8 })).body
    const places = async () =>
      Object.fromEntries((await list()).items.map((item: { title: string; y: number }) => [item.title, item.y]))
    expect(await places()).toEqual({ a: 2, b: 0, c: 0 })
    const moved = await test.call('PUT', `/api/widgets/${first.id}`, { json: { x: 7, y: 1 } })
    expect(moved.body).toMatchObject({ x: 7, y: 1, w: 3, title: 'a', config: first.config })
    expect(await places()).toEqual({ a: 1, b: 0, c: 3 })
    expect((await test.call('PUT', `/api/widgets/${second.id}`, { json: { w: 11 } })).body.detail[0].loc).toEqual([
      'body',
      'w',
    ])
    expect((await test.call('DELETE', `/api/widgets/${aside.id}`)).status).toBe(204)
    expect(await places()).toEqual({ a: 1, b: 0 })
    await clear()
  })

  it('checks a changed config against the type that the widget has, or is given', async () => {
    const { id } = (await add()).body
    const change = (json: object) => test.call('PUT', `/api/widgets/${id}`, { json })
    const wrong = await change({ config: { device_id: marina.meter.id } })
    expect([wrong.status, wrong.body.detail[0].loc]).toEqual([422, ['body', 'config', 'metric']])
    expect((await change({ type: 'map' })).body.detail[0].loc).toEqual(['body', 'config'])
    expect((await change({ type: 'map', config: {} })).body).toMatchObject({ type: 'map', config: {}, title: 'Güç' })
    await clear()
  })

  it('knows no device, subregion or widget of nobody or of somebody else', async () => {
    expect((await add({ subregion_id: 'nowhere' })).status).toBe(404)
    expect((await add({ config: { device_id: 'nobody', metric: 'active_power' } })).status).toBe(404)
    expect((await test.call('GET', '/api/subregions/nowhere/widgets')).status).toBe(404)
    for (const method of ['PUT', 'DELETE'] as const)
      expect((await test.call(method, '/api/widgets/nothing', { json: {} })).status).toBe(404)
  })

  it('lets a viewer look and change nothing', async () => {
    const { id } = (await add()).body
    const { id: roleId } = (await test.call('GET', '/api/roles?name=Viewer')).body.items[0]
    const viewer = { email: 'izleyici@firma.com', password: ADMIN.password }
    await test.call('POST', '/api/users', { json: { ...viewer, role_id: roleId } })
    const { access_token: token } = (await test.call('POST', '/api/auth/login', { json: viewer })).body
    expect((await test.call('GET', `/api/subregions/${marina.subregion.id}/widgets`, { token })).body.total).toBe(1)
    expect((await add({}, token)).body.error_code).toBe('PERMISSION_DENIED')
    for (const method of ['PUT', 'DELETE'] as const)
      expect((await test.call(method, `/api/widgets/${id}`, { json: {}, token })).status).toBe(403)
    await clear()
  })

  it('goes with its subregion, and is written into the audit', async () => {
    const place = (
      await test.call('POST', '/api/subregions', { json: { region_id: marina.region.id, name: 'Geçici' } })
    ).body
    const { id } = (await add({ subregion_id: place.id, type: 'map', config: {} })).body
    const [entry] = (await test.call('GET', '/api/console/audit?entity=widget')).body.items
    expect(entry).toMatchObject({ action: 'create', entity_id: id, detail: { title: 'Güç', type: 'map' } })
    expect((await test.call('DELETE', `/api/subregions/${place.id}`)).status).toBe(204)
    expect((await test.call('DELETE', `/api/widgets/${id}`)).status).toBe(404)
  })
})

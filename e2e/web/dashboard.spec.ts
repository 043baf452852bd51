import type { Locator, Page } from '@playwright/test'
import type { Api, Created } from '../api.ts'
import { expect, test } from '../app.ts'
import { addGateway, type Meter, startMeter, UNIT_ID } from '../meter.ts'
import { detail, goTo, signIn } from '../window.ts'
import { en, say } from '../words.ts'

interface Placed {
  readonly title: string
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

const words = en.dashboards
let meter: Meter
test.beforeEach(async () => {
  meter = await startMeter({ voltage_l1: 231.4, current_l1: 12.5, active_power: 2890, frequency: 50 })
})
test.afterEach(() => meter.slave.stop())

async function makePlace(api: Api): Promise<string> {
  const region = await api.post<Created>('/api/regions', { name: 'Harbour' })
  const place = await api.post<Created>('/api/subregions', { region_id: region.id, name: 'Pontoon A' })
  const gateway = await addGateway(api, meter, 'Cabinet A')
  await api.post('/api/devices', {
    name: 'Pontoon A meter',
    device_type: 'energy_analyzer',
    gateway_id: gateway.id,
    subregion_id: place.id,
    slave_id: UNIT_ID,
    template_id: 'eastron-sdm630',
    poll_interval_s: 1,
  })
  return place.id
}

const tile = (page: Page, title: string): Locator => page.getByRole('region', { name: title, exact: true })
const handle = (page: Page, title: string): Locator => page.getByRole('button', { name: say(words.move, { title }) })

async function addWidget(page: Page, kind: string, title: string, fill: (form: Locator) => Promise<void>) {
  await page.getByRole('button', { name: words.add }).first().click()
  const form = detail(page, words.form.new)
  await form.getByLabel(words.form.kind).click()
  await page.getByRole('option', { name: kind, exact: true }).click()
  await form.getByLabel(words.form.title).fill(title)
  await fill(form)
  await form.getByRole('button', { name: en.action.create }).click()
  await expect(form).toBeHidden()
}

async function measure(page: Page, form: Locator, metric: string): Promise<void> {
  await form.getByLabel(words.form.device).click()
  await page.getByRole('option', { name: 'Pontoon A meter' }).click()
  await form.getByLabel(words.form.metric).click()
  await page.getByRole('option', { name: metric, exact: true }).click()
}

test('a dashboard is built, arranged by pointer and by keys, and shows what is live', async ({
  page,
  hub,
  api,
  problems,
}) => {
  const placeId = await makePlace(api)
  const places = async (): Promise<Record<string, Placed>> => {
    const { items } = await api.get<{ items: Placed[] }>(`/api/subregions/${placeId}/widgets?sort_by=y&sort_order=asc`)
    return Object.fromEntries(items.map((item) => [item.title, item]))
  }
  await page.goto(hub.url)
  await signIn(page, hub.signIn)
  await goTo(page, 'dashboards')
  await expect(page.getByText(words.empty)).toBeVisible()

  await test.step('a value, with its preview before it is added', async () => {
    await addWidget(page, words.type.value, 'Power', async (form) => {
      await measure(page, form, en.metric.active_power)
      await expect(form.getByText(words.form.preview)).toBeVisible()
      await expect(form.getByText('2.89')).toBeVisible()
    })
    await expect(tile(page, 'Power')).toContainText('2.89')
    meter.say('active_power', 4120)
    await expect(tile(page, 'Power')).toContainText('4.12')
  })

  await page.getByRole('button', { name: words.arrange }).click()
  await test.step('a gauge and an alarm list', async () => {
    await addWidget(page, words.type.gauge, 'Voltage', async (form) => {
      await measure(page, form, `${en.metric.voltage} L1`)
      await form.getByLabel(words.form.min).fill('200')
      await form.getByLabel(words.form.max).fill('260')
      await form.getByLabel(words.form.high).fill('230')
    })
    await expect(tile(page, 'Voltage')).toContainText(words.gauge.above)
    await addWidget(page, words.type.alarm_list, 'Alarms', async () => undefined)
    await expect(tile(page, 'Alarms')).toContainText(words.alarms.none)
  })

  await test.step('keys move and resize', async () => {
    await handle(page, 'Voltage').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Shift+ArrowRight')
    await expect.poll(async () => (await places()).Voltage).toMatchObject({ x: 3, y: 2, w: 4, h: 3 })
  })

  await test.step('dragging moves, and what lies under it makes room', async () => {
    const from = await handle(page, 'Power').boundingBox()
    const onto = await tile(page, 'Voltage').boundingBox()
    if (!from || !onto) throw new Error('a widget is not on screen')
    await page.mouse.move(from.x + 10, from.y + 10)
    await page.mouse.down()
    await page.mouse.move(onto.x + 20, onto.y + 15, { steps: 8 })
    await page.mouse.up()
    await expect.poll(async () => (await places()).Power?.x).toBe(3)
    const { Power: power, Voltage: voltage } = await places()
    expect(voltage?.y).toBeGreaterThanOrEqual((power?.y ?? 0) + (power?.h ?? 0))
  })

  await test.step('what cannot be saved goes back, and says so', async () => {
    problems.expect(/status of 500/)
    const before = (await places()).Alarms
    await page.route('**/api/widgets/*', (route) =>
      route.fulfill({ status: 500, json: { detail: 'x', error_code: 'INTERNAL_ERROR' } }),
    )
    await handle(page, 'Alarms').focus()
    await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('alert')).toContainText(words.notPlaced.slice(0, 28))
    await page.unroute('**/api/widgets/*')
    expect((await places()).Alarms).toMatchObject({ x: before?.x, y: before?.y })
  })

  await test.step('a widget is deleted after a question, by key', async () => {
    await handle(page, 'Alarms').focus()
    await page.keyboard.press('Delete')
    const question = page.getByRole('dialog', { name: say(en.form.confirmDelete, { name: 'Alarms' }) })
    await question.getByRole('button', { name: en.action.delete }).click()
    await expect(tile(page, 'Alarms')).toBeHidden()
  })

  await test.step('the address keeps it all', async () => {
    await page.getByRole('button', { name: words.arranged }).click()
    await expect(handle(page, 'Power')).toBeHidden()
    await page.reload()
    await expect(tile(page, 'Power')).toContainText('4.12')
    await expect(tile(page, 'Voltage')).toBeVisible()
  })
})

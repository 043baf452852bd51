import { expect, test } from '../app.ts'
import { goTo, signIn, visit } from '../window.ts'
import { en } from '../words.ts'

const { energy } = en
/** The month that the demo's history covers whole. */
const LAST_MONTH = energy.period.before

test.use({ hubOptions: { flags: ['--demo'] } })

test('a manager bills a berth and finds why reactive is near its limit', async ({ page, hub, api }) => {
  test.setTimeout(360_000)
  await page.goto(hub.url)
  await signIn(page, hub.signIn)
  // The demo writes its past in the background; the months are whole when the oldest is there.
  await expect
    .poll(
      async () => {
        const { items } = await api.get<{ items: { id: string; name: string }[] }>('/api/devices?name=Main%20incomer')
        const start = new Date(Date.now() - 40 * 86_400_000).toISOString()
        const end = new Date(Date.now() - 39 * 86_400_000).toISOString()
        const path = `/api/devices/${items[0]?.id}/energy-consumption?start=${start}&end=${end}`
        return (await api.get<{ is_complete: boolean }>(path)).is_complete
      },
      { timeout: 240_000, intervals: [1_000] },
    )
    .toBe(true)

  await test.step('consumption: places by size, a whole that adds up', async () => {
    await goTo(page, 'energy')
    await page.getByRole('button', { name: LAST_MONTH }).click()
    const table = page.getByRole('table')
    await expect(table.getByRole('row')).toHaveCount(8)
    await table.getByRole('button', { name: 'Pontoon B' }).click()
    await expect(table.getByRole('rowheader', { name: 'Pedestal B01' })).toBeVisible()
    await page.getByRole('button', { name: energy.allPlaces }).click()
    await expect(table.getByRole('rowheader', { name: 'Pontoon B' })).toBeVisible()
  })

  await test.step('load shape: when it is used', async () => {
    await page.getByRole('link', { name: energy.tabs.shape }).click()
    await expect(page.getByRole('table', { name: energy.shape.heat })).toBeVisible()
    await expect(page.getByRole('img', { name: energy.shape.duration })).toBeVisible()
  })

  await test.step('reactive: near the limit, and which load draws it', async () => {
    await page.getByRole('link', { name: energy.tabs.reactive }).click()
    await expect(page.getByRole('heading', { name: energy.reactive.status.near })).toBeVisible()
    const why = page.getByRole('region', { name: energy.reactive.why })
    await expect(why.getByRole('row').nth(1)).toContainText('Restaurant')
  })

  await test.step('the bill of a berth: index to index, priced, closed', async () => {
    const { items } = await api.get<{ items: { id: string }[] }>('/api/devices?name=Pedestal%20B12')
    await visit(page, `/energy/bill?meter=${items[0]?.id}`)
    await page.getByRole('button', { name: LAST_MONTH }).click()
    const sheet = page.getByRole('article')
    await expect(sheet).toContainText('Pedestal B12')
    await expect(sheet).toContainText(energy.bill.final)
    await expect(sheet.getByRole('row').last()).toContainText(/TRY|₺/)
  })
})

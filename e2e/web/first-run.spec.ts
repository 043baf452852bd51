import { expect, test } from '../app.ts'
import { ADMINISTRATOR } from '../hub.ts'
import { linkState, navigation } from '../window.ts'
import { en } from '../words.ts'

const { setUp } = en.signIn

test.use({ hubOptions: { hasAdministrator: false } })

test('a new hub is set up once, by its first administrator', async ({ page, hub }) => {
  await page.goto(hub.url)
  await expect(page.getByRole('heading', { name: setUp.title })).toBeVisible()

  await page.getByLabel(setUp.tenant).fill('Harbour of Journeys')
  await page.getByLabel(setUp.email).fill(ADMINISTRATOR.email)
  await page.getByLabel(setUp.password, { exact: true }).fill('too short')
  await page.getByRole('button', { name: setUp.submit }).click()
  await expect(page.getByText(setUp.short)).toBeVisible()
  await expect(page.getByText(setUp.mismatch)).toBeVisible()

  await page.getByLabel(setUp.password, { exact: true }).fill(ADMINISTRATOR.password)
  await page.getByLabel(setUp.repeat).fill(ADMINISTRATOR.password)
  await page.getByRole('button', { name: setUp.submit }).click()

  await expect(page).toHaveTitle(new RegExp(en.nav.overview))
  await expect(linkState(page)).toHaveText(en.shell.link.connected)
  for (const place of ['overview', 'map', 'devices', 'alarms', 'admin'] as const)
    await expect(navigation(page).getByRole('link', { name: en.nav[place] })).toBeVisible()
  await expect(page.getByText(en.overview.noDevices)).toBeVisible()
  await expect(page.getByRole('link', { name: en.overview.addGateway })).toBeVisible()
})

test('a second set-up is refused, also to a page that was open before', async ({ page, hub, problems }) => {
  problems.expect(/409/)
  await page.goto(hub.url)
  await expect(page.getByRole('heading', { name: setUp.title })).toBeVisible()
  const first = await page.request.post(`${hub.url}/api/console/setup`, {
    data: { tenant_name: 'Harbour of Journeys', ...ADMINISTRATOR },
  })
  expect(first.status()).toBe(201)

  await page.getByLabel(setUp.tenant).fill('Somebody else')
  await page.getByLabel(setUp.email).fill('intruder@elsewhere.example')
  await page.getByLabel(setUp.password, { exact: true }).fill('another long sentence')
  await page.getByLabel(setUp.repeat).fill('another long sentence')
  await page.getByRole('button', { name: setUp.submit }).click()
  await expect(page.getByRole('alert')).toHaveText(setUp.done)

  const second = await page.request.post(`${hub.url}/api/console/setup`, {
    data: { tenant_name: 'Somebody else', email: 'intruder@elsewhere.example', password: 'another long sentence' },
  })
  expect(second.status()).toBe(409)
  expect(await second.json()).toMatchObject({ error_code: 'STATE_CONFLICT' })
  await page.reload()
  await expect(page.getByRole('heading', { name: en.signIn.title })).toBeVisible()
})

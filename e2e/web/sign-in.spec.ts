import { expect, test } from '../app.ts'
import { fillSignIn, linkState, signIn } from '../window.ts'
import { en, sayAny, tr } from '../words.ts'

test('a wrong password is refused in words, and too many are made to wait', async ({ page, hub, problems }) => {
  problems.expect(/401|429/)
  await page.goto(hub.url)
  for (let attempt = 0; attempt < 5; attempt++) {
    await fillSignIn(page, { ...hub.signIn, password: `guess number ${attempt}` })
    await expect(page.getByRole('alert')).toHaveText('The e-mail address or the password is wrong')
  }
  await fillSignIn(page, hub.signIn)
  await expect(page.getByRole('alert')).toHaveText(sayAny(en.signIn.tooMany))
  await expect(page.getByRole('button', { name: en.signIn.submit })).toBeDisabled()
})

test('signing in leads where one meant to go; signing out ends it for good', async ({ page, hub, problems }) => {
  problems.expect(/401/)
  await page.goto(`${hub.url}/alarms?view=closed`)
  await signIn(page, hub.signIn)
  await expect(page.getByRole('heading', { name: en.alarms.title, level: 1 })).toBeVisible()
  expect(new URL(page.url()).search).toBe('?view=closed')

  await page.reload()
  await expect(linkState(page)).toHaveText(en.shell.link.connected)
  const token = await page.evaluate(() => sessionStorage.getItem('quaywatch.session'))

  await page.getByRole('button', { name: en.shell.user }).click()
  await page.getByRole('menuitem', { name: en.shell.signOut }).click()
  await expect(page.getByRole('heading', { name: en.signIn.title })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: en.signIn.title })).toBeVisible()

  const renewal = await page.request.post(`${hub.url}/api/auth/refresh`, { data: { refresh_token: token } })
  expect(renewal.status()).toBe(401)
})

test('a session kept on this computer outlives the tab', async ({ page, hub, context }) => {
  await page.goto(hub.url)
  await page.getByLabel(en.signIn.remember).check()
  await signIn(page, hub.signIn)
  await page.close()
  const later = await context.newPage()
  await later.goto(hub.url)
  await expect(linkState(later)).toHaveText(en.shell.link.connected)
})

test('reloading the page again and again keeps one signed in', async ({ page, hub }) => {
  await page.goto(hub.url)
  await signIn(page, hub.signIn)
  for (let times = 0; times < 6; times++) {
    await page.reload()
    await expect(linkState(page)).toHaveText(en.shell.link.connected)
  }
})

test('language and appearance stay as chosen', async ({ page, hub }) => {
  await page.goto(hub.url)
  await signIn(page, hub.signIn)
  const html = page.locator('html')
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.getByRole('button', { name: en.shell.toLight }).click()
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'light')
  await page.getByRole('button', { name: `${en.shell.language}: ${en.shell.languageSwitch}` }).click()
  await expect(page.getByRole('navigation', { name: tr.nav.label })).toBeVisible()
  await expect(html).toHaveAttribute('lang', 'tr')

  await page.reload()
  await expect(linkState(page)).toHaveText(tr.shell.link.connected)
  await expect(html).toHaveAttribute('lang', 'tr')
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'light')
})

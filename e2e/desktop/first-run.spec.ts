import { linkState, signIn } from '../window.ts'
import { en } from '../words.ts'
import { expect, test } from './desktop.ts'

const { setUp } = en.signIn

test.describe('a new data folder', () => {
  test.use({ desktopOptions: { hasAdministrator: false } })

  test('is set up in the desktop window, which then is live', async ({ page, desktop }) => {
    await expect(page.getByRole('heading', { name: setUp.title })).toBeVisible()
    await page.getByLabel(setUp.tenant).fill('Harbour of Journeys')
    await page.getByLabel(setUp.email).fill(desktop.signIn.email)
    await page.getByLabel(setUp.password, { exact: true }).fill(desktop.signIn.password)
    await page.getByLabel(setUp.repeat).fill(desktop.signIn.password)
    await page.getByRole('button', { name: setUp.submit }).click()
    await expect(linkState(page)).toHaveText(en.shell.link.connected)
    await expect(page.getByText(en.overview.noDevices)).toBeVisible()
  })
})

test('signing in, and where the window was and how large, over a restart', async ({ page, desktop }) => {
  await signIn(page, desktop.signIn)
  const wanted = { x: 90, y: 60, width: 1310, height: 760 }
  await desktop.app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), wanted)
  const boundsNow = () => desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  await expect.poll(boundsNow).toEqual(wanted)
  await desktop.quit()

  const later = await desktop.start()
  await expect(later.getByRole('heading', { name: en.signIn.title })).toBeVisible()
  await expect.poll(boundsNow).toEqual(wanted)
})

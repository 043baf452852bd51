import { expect, type Locator, type Page } from '@playwright/test'
import type { SignIn } from './hub.ts'
import { en } from './words.ts'

/** The parts of the window that journeys meet, found by role and word. */

export const navigation = (page: Page): Locator => page.getByRole('navigation', { name: en.nav.label })
export const linkState = (page: Page): Locator => page.getByRole('banner').getByRole('status')
export const alarmStrip = (page: Page): Locator => page.getByRole('region', { name: en.shell.strip.label })
export const detail = (page: Page, label: string): Locator => page.getByRole('complementary', { name: label })

export async function goTo(page: Page, place: keyof typeof en.nav): Promise<void> {
  await navigation(page).getByRole('link', { name: en.nav[place] }).click()
}

export async function fillSignIn(page: Page, { email, password }: SignIn): Promise<void> {
  await page.getByLabel(en.signIn.email).fill(email)
  await page.getByLabel(en.signIn.password, { exact: true }).fill(password)
  await page.getByRole('button', { name: en.signIn.submit }).click()
}

/** Signs in at the page's own hub and waits until the window is live. */
export async function signIn(page: Page, who: SignIn): Promise<void> {
  await fillSignIn(page, who)
  await expect(linkState(page)).toHaveText(en.shell.link.connected)
}

/** The line of one measurement in a device's detail. */
export function liveRow(page: Page, metric: string): Locator {
  return page.getByRole('listitem').filter({ hasText: metric })
}

/** Goes to an address as a link inside the window does. Loading anew would renew the session, which may be done five times a minute. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
}

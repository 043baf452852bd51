import { expect, test } from '../app.ts'
import { addMeter, startMeter } from '../meter.ts'
import { detail, signIn } from '../window.ts'
import { en, say } from '../words.ts'

test('everything within reach of the keyboard: palette, pages, list, help', async ({ page, hub, api }) => {
  const meter = await startMeter({ voltage_l1: 231.4 })
  await addMeter(api, meter, 'Pontoon C meter')
  await addMeter(api, meter, 'Pontoon D meter')
  await page.goto(hub.url)
  await signIn(page, hub.signIn)
  const { keyboard } = page

  await test.step('the palette finds a device and opens it', async () => {
    await keyboard.press('Control+k')
    await expect(page.getByPlaceholder(en.shell.palette.placeholder)).toBeFocused()
    await keyboard.type('pontoon d')
    await expect(page.getByRole('button', { name: /Pontoon D meter/ })).toBeVisible()
    await keyboard.press('Enter')
    await expect(detail(page, en.devices.detail).getByRole('heading', { name: 'Pontoon D meter' })).toBeVisible()
    await expect(page.getByPlaceholder(en.shell.palette.placeholder)).toBeHidden()
    await keyboard.press('Escape')
    await expect(detail(page, en.devices.detail)).toBeHidden()
  })

  await test.step('? tells the keys', async () => {
    await keyboard.press('?')
    const help = page.getByRole('dialog', { name: en.shell.keys.title })
    await expect(help).toBeVisible()
    for (const place of [en.nav.overview, en.nav.alarms, en.nav.admin])
      await expect(help.getByText(say(en.shell.keys.goTo, { page: place }))).toBeVisible()
    await keyboard.press('Escape')
    await expect(help).toBeHidden()
  })

  await test.step('G and a letter goes to a page; the slash to its search; arrows and Enter into its list', async () => {
    await keyboard.press('g')
    await keyboard.press('a')
    await expect(page.getByRole('heading', { name: en.alarms.title, level: 1 })).toBeVisible()
    await keyboard.press('/')
    await expect(page.getByPlaceholder(en.alarms.filter.search)).toBeFocused()
    await keyboard.press('Escape')
    await page.goto(`${hub.url}/devices?view=list`)
    await page.getByRole('grid', { name: en.devices.title }).focus()
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await expect(detail(page, en.devices.detail).getByRole('heading', { name: 'Pontoon C meter' })).toBeVisible()
  })

  await test.step('W is the wall display, and back', async () => {
    await keyboard.press('w')
    await expect(page.getByRole('navigation', { name: en.nav.label })).toBeHidden()
    await keyboard.press('w')
    await expect(page.getByRole('navigation', { name: en.nav.label })).toBeVisible()
  })
  await meter.slave.stop()
})

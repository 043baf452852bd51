import { expect, test } from '../app.ts'
import { recordValue } from '../history.ts'
import { addMeter, startMeter } from '../meter.ts'
import { HUB_AWAY } from '../problems.ts'
import { linkState, liveRow, navigation, signIn, visit } from '../window.ts'
import { en } from '../words.ts'

test('a hub that dies and comes back: nothing old is shown as live, and the window goes on by itself', async ({
  page,
  hub,
  api,
  problems,
}) => {
  problems.expect(HUB_AWAY)
  const meter = await startMeter({ voltage_l1: 231.4, active_power: 2890 })
  const device = await addMeter(api, meter, 'Fuel dock meter')
  await page.goto(hub.url)
  await signIn(page, hub.signIn)
  const power = page.getByRole('region', { name: en.overview.powerDay })
  await expect(power).toContainText('2.89')
  await expect(power.getByText(en.quality.stale)).toBeHidden()
  await visit(page, `/devices?device=${device.id}`)
  const row = liveRow(page, `${en.metric.voltage} L1`)
  await expect(row).toContainText('231.4')
  await expect(row.getByText(en.quality.stale)).toBeHidden()
  const shown = await recordValue(row)

  await hub.kill()
  await expect(linkState(page)).toHaveText(en.shell.link.reconnecting)
  await expect(page.getByRole('alert')).toContainText('The link to the hub broke')
  await expect(row).toContainText(en.quality.stale)
  expect(await shown()).toEqual(['231.4V', '~231.4V'])
  await visit(page, '/')
  await expect(linkState(page)).toHaveText(en.shell.link.offline, { timeout: 30_000 })
  await expect(power.getByText(en.quality.stale)).toBeAttached({ timeout: 30_000 })

  meter.say('voltage_l1', 226.3)
  await hub.start()
  await expect(linkState(page)).toHaveText(en.shell.link.connected, { timeout: 30_000 })
  await expect(power.getByText(en.quality.stale)).toBeHidden()
  await visit(page, `/devices?device=${device.id}`)
  await expect(row).toContainText('226.3')
  await expect(row.getByText(en.quality.stale)).toBeHidden()
  await expect(page.getByRole('alert')).toBeHidden()
  await expect(navigation(page)).toBeVisible()
  await meter.slave.stop()
})

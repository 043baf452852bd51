import { expect, test } from '../app.ts'
import { recordValue } from '../history.ts'
import { addGateway, type Meter, startMeter, UNIT_ID } from '../meter.ts'
import { liveRow, signIn } from '../window.ts'
import { en } from '../words.ts'

const VOLTAGE = `${en.metric.voltage} L1`
let meter: Meter

test.beforeEach(async () => {
  meter = await startMeter({ voltage_l1: 231.4, current_l1: 12.5, active_power: 2890, frequency: 50 })
})
test.afterEach(() => meter.slave.stop())

test('what a meter says is in the window as long as it says it, then stale, then gone', async ({ page, hub, api }) => {
  await addGateway(api, meter, 'Pontoon A')
  await page.goto(`${hub.url}/devices`)
  await signIn(page, hub.signIn)

  await test.step('a technician adds the meter', async () => {
    await page.getByRole('button', { name: en.devices.add }).first().click()
    const form = page.getByRole('dialog', { name: en.devices.form.add })
    await form.getByLabel(en.devices.form.name).fill('Pontoon A meter')
    await form.getByLabel(en.devices.form.gateway).click()
    await page.getByRole('option', { name: /^Pontoon A/ }).click()
    await form.getByLabel(en.devices.form.slaveId).fill(String(UNIT_ID))
    await form.getByLabel(en.devices.form.template).fill('SDM630')
    await page.getByRole('option', { name: /SDM630/ }).click()
    await form.getByLabel(en.devices.form.period).fill('1')
    await form.getByRole('button', { name: en.action.save }).click()
    await expect(form).toBeHidden()
  })

  const row = liveRow(page, VOLTAGE)
  await expect(row).toContainText('231.4')
  await expect(row).toContainText('V')
  await expect(liveRow(page, en.metric.frequency)).toContainText('50.00')

  const shown = await recordValue(row)
  meter.say('voltage_l1', 228.7)
  await expect(row).toContainText('228.7')
  expect(await shown()).toEqual(['231.4V', '228.7V'])

  await test.step('the meter falls silent', async () => {
    meter.unit.isSilent = true
    await expect(row).toContainText('—', { timeout: 30_000 })
    await expect(row).not.toContainText('228.7')
    await expect(row).toContainText(en.quality.comm_fail)
    expect(await shown()).toEqual(['231.4V', '228.7V', '~228.7V', '—'])
  })

  await test.step('and speaks again', async () => {
    meter.say('voltage_l1', 229.9)
    meter.unit.isSilent = false
    await expect(row).toContainText('229.9', { timeout: 30_000 })
    await expect(row.getByText(en.quality.stale)).toBeHidden()
  })
})

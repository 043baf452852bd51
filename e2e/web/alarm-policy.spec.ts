import { expect, test } from '../app.ts'
import { addMeter, startMeter } from '../meter.ts'
import { alarmStrip, signIn } from '../window.ts'
import { en } from '../words.ts'

const { policies } = en

test('a policy of several conditions with a schedule: written, tried on the past, saved, read back and raised', async ({
  page,
  hub,
  api,
}) => {
  const meter = await startMeter({ voltage_l1: 231, current_l1: 4, current_l2: 4, current_l3: 4, active_power: 2600 })
  await addMeter(api, meter, 'Pontoon C meter')
  await page.goto(`${hub.url}/alarms/policies`)
  await signIn(page, hub.signIn)
  const editor = page.getByRole('form', { name: policies.new })

  await test.step('holidays of the year are offered and taken over', async () => {
    await page.getByRole('button', { name: policies.holidays.title }).click()
    const form = page.getByRole('form', { name: policies.holidays.title })
    const year = String(new Date().getFullYear())
    await form.getByRole('button', { name: policies.holidays.offer.replace('{{year}}', year) }).click()
    await expect(form.getByLabel(policies.holidays.date, { exact: true })).toHaveCount(7)
    await form.getByRole('button', { name: en.action.save }).click()
    await expect(form).toBeHidden()
  })

  await test.step('loaded, and not evenly: two conditions joined by all', async () => {
    await page.getByRole('button', { name: policies.new }).click()
    await editor.getByLabel(policies.name).fill('Loaded unevenly')
    await editor.getByRole('button', { name: policies.combine }).click()
    const [first, second] = [editor.getByRole('group', { name: policies.conditionType.threshold }), editor]
    await first.first().getByLabel(policies.metric).fill('active_power')
    await first.first().getByLabel(policies.value, { exact: true }).fill('2000')
    await first.nth(1).getByRole('combobox', { name: policies.condition }).click()
    await page.getByRole('option', { name: policies.conditionType.phase_imbalance }).click()
    const imbalance = second.getByRole('group', { name: policies.conditionType.phase_imbalance })
    await imbalance.getByLabel(policies.above).fill('25')
    await editor.getByLabel(policies.onDelay).fill('0')
    await editor.getByLabel(policies.offDelay).fill('0')
    await expect(editor.getByText(/Active power > 2 kW and current imbalance > 25%/)).toBeVisible()
  })

  await test.step('the opposite of a condition, by keyboard, and back', async () => {
    const not = editor.getByRole('button', { name: policies.not, exact: true }).nth(1)
    await not.focus()
    await page.keyboard.press('Enter')
    await expect(editor.getByText(/not \(Active power > 2 kW\)/)).toBeVisible()
    await editor.getByRole('button', { name: policies.not, exact: true, pressed: true }).press('Enter')
    await expect(editor.getByText(/If, at .*, Active power > 2 kW and/)).toBeVisible()
  })

  await test.step('a schedule that is open all week', async () => {
    await editor.getByRole('switch', { name: policies.schedule.on }).press('Space')
    await editor.getByRole('button', { name: policies.schedule.preset.weekend }).click()
    const days = editor.getByRole('group', { name: policies.schedule.days })
    for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'])
      await days.getByRole('button', { name: day }).press('Space')
    await expect(editor.getByText(/It is judged only every day 00:00–24:00/)).toBeVisible()
  })

  await test.step('it is tried on the past before it is saved', async () => {
    await editor.getByRole('button', { name: policies.simulation.days_one.replace('{{count}}', '1') }).click()
    await expect(editor.getByText(policies.simulation.total, { exact: true })).toBeVisible()
    await editor.getByRole('button', { name: en.action.save }).click()
    await expect(page.getByRole('row', { name: /Loaded unevenly/ })).toBeVisible()
  })

  await test.step('it is raised, and says what happened', async () => {
    const strip = alarmStrip(page)
    await expect(strip).toContainText(en.shell.strip.quiet)
    meter.say('current_l1', 12)
    await expect(strip).toContainText('Active power 2600 W > 2000 W and Current imbalance 80% > 25%')
    meter.say('current_l1', 4)
  })

  await test.step('it reads back as it was written, with what it would have found', async () => {
    await page.reload()
    const form = page.getByRole('form', { name: 'Loaded unevenly' })
    await expect(form.getByText(/Active power > 2 kW and current imbalance > 25%/)).toBeVisible()
    await expect(form.getByText(policies.judgement.watches_one.replace('{{count}}', '1'))).toBeVisible()
    const week = policies.simulation.days_other.replace('{{count}}', '7')
    await form.getByRole('button', { name: week }).click()
    const found = form.getByRole('list', { name: policies.simulation.list }).getByRole('listitem')
    await expect(found).toHaveCount(1)
    await expect(found).toContainText('Current imbalance 80% > 25%')
  })
})

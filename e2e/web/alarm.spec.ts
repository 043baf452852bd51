import { expect, test } from '../app.ts'
import { addMeter, startMeter } from '../meter.ts'
import { alarmStrip, detail, signIn } from '../window.ts'
import { en, sayAny } from '../words.ts'

const { act, event, state } = en.alarms
const NOTE = 'Transformer tap set back by one'

test('an alarm from its policy to its closing, with everything on record', async ({ page, hub, api }) => {
  const meter = await startMeter({ voltage_l1: 231.4 })
  await addMeter(api, meter, 'Pontoon B meter')
  await page.goto(`${hub.url}/alarms/policies`)
  await signIn(page, hub.signIn)

  await test.step('a policy is written', async () => {
    await page.getByRole('button', { name: en.policies.new }).click()
    const editor = page.getByRole('form', { name: en.policies.new })
    await editor.getByLabel(en.policies.name).fill('Voltage too high')
    await editor.getByRole('button', { name: en.severity.high }).click()
    await editor
      .getByRole('group', { name: en.policies.target })
      .getByRole('button', { name: 'Device', exact: true })
      .click()
    await editor.getByRole('combobox', { name: en.policies.targetKind.device_id }).fill('Pontoon B')
    await page.getByRole('option', { name: 'Pontoon B meter' }).click()
    await editor.getByLabel(en.policies.value).fill('253')
    await editor.getByLabel(en.policies.onDelay).fill('0')
    await editor.getByLabel(en.policies.offDelay).fill('0')
    await expect(editor.getByText('253 V')).toBeVisible()
    await editor.getByRole('button', { name: en.action.save }).click()
    await expect(page.getByRole('row', { name: /Voltage too high/ })).toBeVisible()
  })

  const strip = alarmStrip(page)
  await test.step('the meter raises it: strip and list show it without being asked', async () => {
    await page.getByRole('link', { name: en.alarms.tabs.incidents }).click()
    await expect(strip).toContainText(en.shell.strip.quiet)
    await expect(page.getByText(en.alarms.empty.open, { exact: true })).toBeVisible()
    meter.say('voltage_l1', 261.5)
    await expect(strip).toContainText('Pontoon B meter')
    await expect(strip.getByRole('link', { name: `${en.severity.high}: 1 open alarms` })).toBeVisible()
    await expect(page.getByRole('row', { name: /Pontoon B meter/ })).toContainText(state.active_unack)
  })

  const drawer = detail(page, en.alarms.detail.label)
  const history = drawer.getByRole('region', { name: en.alarms.detail.history }).getByRole('listitem')
  await test.step('it is acknowledged with a note', async () => {
    await page.getByRole('row', { name: /Pontoon B meter/ }).click()
    await expect(drawer.getByRole('heading', { level: 2 })).toContainText('261.5 V')
    await drawer.getByRole('button', { name: act.acknowledge }).click()
    await drawer.getByLabel(act.note).fill(NOTE)
    await drawer.getByRole('button', { name: act.acknowledge }).last().click()
    await expect(drawer.getByText(state.active_ack)).toBeVisible()
    await expect(strip).toContainText(en.shell.strip.quiet)
  })

  await test.step('it clears when the meter is back, and is closed', async () => {
    meter.say('voltage_l1', 229.8)
    await expect(drawer.getByText(state.cleared_ack)).toBeVisible()
    await drawer.getByRole('button', { name: act.close, exact: true }).click()
    await drawer.getByRole('button', { name: act.close, exact: true }).last().click()
    await expect(drawer.getByText(state.closed, { exact: true }).first()).toBeVisible()
  })

  await test.step('its history is complete, newest first', async () => {
    await expect(history).toHaveCount(4)
    const edges = [
      [event.close, hub.signIn.email],
      [event.clear, en.alarms.detail.system],
      [event.ack, hub.signIn.email],
      [event.trigger, en.alarms.detail.system],
    ] as const
    for (const [index, [word, actor]] of edges.entries())
      await expect(history.nth(index)).toContainText(new RegExp(`${word}.*${actor}`))
    await expect(history.nth(2)).toContainText(NOTE)
  })

  await test.step('the audit log tells who did it, and its chain holds', async () => {
    await page.goto(`${hub.url}/admin/audit?entity=incident`)
    await expect(page.getByRole('row', { name: /close.*incident/ })).toContainText(hub.signIn.email)
    await expect(page.getByRole('row', { name: /ack.*incident/ })).toContainText(NOTE)
    await page.getByRole('button', { name: en.admin.audit.verify }).click()
    await expect(page.getByText(sayAny(`✓ ${en.admin.audit.intact}`))).toBeVisible()
  })
  await meter.slave.stop()
})

import type { Locator, Page } from '@playwright/test'
import { type MailServer, startMailServer } from '../../server/mail/test-mail-server.ts'
import type { Api, Created } from '../api.ts'
import { expect, test } from '../app.ts'
import { addMeter, type Meter, startMeter } from '../meter.ts'
import { alarmStrip, detail, signIn, visit } from '../window.ts'
import { en, say } from '../words.ts'

const { act, column, suppressedBy, view } = en.alarms
const { chain, maintenance, mail: mailWords, kpi } = en.annunciation
const METER = 'Pontoon B meter'
const CHIEF = 'chief@harbour.example'
const LEAD = 'lead@harbour.example'

let meter: Meter
let mail: MailServer
let meterId: string
test.beforeEach(async ({ api }) => {
  meter = await startMeter({ voltage_l1: 231.4 })
  mail = await startMailServer()
  meterId = (await addMeter(api, meter, METER)).id
  await addPolicy(api)
})
test.afterEach(async () => {
  await meter.slave.stop()
  await mail.stop()
})

const addPolicy = (api: Api): Promise<Created> =>
  api.post('/api/alarms', {
    name: 'Voltage too high',
    severity: 'high',
    target: { device_id: meterId },
    condition: { type: 'threshold', metric: 'voltage_l1', operator: '>', value: 253 },
  })

const meterRow = (page: Page): Locator => page.getByRole('row', { name: new RegExp(METER) })
const received = (): readonly string[] => mail.received.flatMap(({ to }) => to)

test('an alarm is shelved with a reason, and the shelf is in sight', async ({ page, hub }) => {
  await page.goto(`${hub.url}/alarms`)
  await signIn(page, hub.signIn)
  meter.say('voltage_l1', 261.5)
  await meterRow(page).click()
  const drawer = detail(page, en.alarms.detail.label)
  await drawer.getByRole('button', { name: act.snooze }).click()
  // Of a high one four hours at most: a day is not on offer.
  await expect(drawer.getByRole('button', { name: say(act.hours, { count: 4 }) })).toBeVisible()
  await expect(drawer.getByRole('button', { name: say(act.hours, { count: 24 }) })).toHaveCount(0)
  await drawer.getByLabel(act.reason).fill('Waiting for the utility')
  await drawer.getByRole('button', { name: act.snooze }).last().click()
  await expect(alarmStrip(page)).toContainText(en.shell.strip.quiet)
  await alarmStrip(page)
    .getByRole('link', { name: say(en.shell.strip.shelved_one, { count: 1 }) })
    .click()
  await expect(page.getByRole('columnheader', { name: column.reason })).toBeVisible()
  await expect(meterRow(page)).toContainText('Waiting for the utility')
})

test('maintenance silences an alarm, which calls again once it is ended', async ({ page, hub }) => {
  await page.goto(`${hub.url}/alarms/maintenance`)
  await signIn(page, hub.signIn)
  await page.getByRole('button', { name: maintenance.new }).click()
  const form = page.getByRole('form', { name: maintenance.new })
  await form.getByRole('combobox', { name: maintenance.target }).fill('Pontoon')
  await page.getByRole('option', { name: METER, exact: true }).click()
  await form.getByLabel(act.reason).fill('Meter exchange')
  await form.getByRole('button', { name: maintenance.begin }).click()
  await expect(meterRow(page)).toContainText(maintenance.state.active)

  meter.say('voltage_l1', 261.5)
  await visit(page, '/alarms?view=suppressed')
  await expect(meterRow(page)).toContainText(`${suppressedBy.maintenance}: Meter exchange`)
  await expect(alarmStrip(page)).toContainText(en.shell.strip.quiet)

  await visit(page, '/alarms/maintenance')
  await meterRow(page).click()
  await detail(page, maintenance.label).getByRole('button', { name: maintenance.endNow }).click()
  await page.getByRole('dialog').getByRole('button', { name: maintenance.endNow }).click()
  await expect(alarmStrip(page)).toContainText(METER)
  await visit(page, '/alarms?view=suppressed')
  await expect(page.getByRole('button', { name: view.suppressed })).toHaveAttribute('aria-pressed', 'true')
  await expect(meterRow(page)).toHaveCount(0)
})

test('an escalation is sent by mail, and acknowledging stops the next', async ({ page, hub, api }) => {
  await page.goto(`${hub.url}/admin/mail`)
  await signIn(page, hub.signIn)
  await test.step('the mail server is set up and tried out', async () => {
    const form = page.getByRole('form', { name: mailWords.label })
    await form.getByLabel(mailWords.host).fill('127.0.0.1')
    await form.getByRole('combobox', { name: mailWords.security }).click()
    await page.getByRole('option', { name: mailWords.secured.none }).click()
    await form.getByLabel(mailWords.port).fill(String(mail.port))
    await form.getByLabel(mailWords.from).fill('quaywatch@harbour.example')
    await form.getByRole('button', { name: en.action.save }).click()
    await page.getByRole('button', { name: mailWords.test }).click()
    await expect.poll(received).toEqual([hub.signIn.email])
  })
  await test.step('a chain tells the chief at once and the lead after a minute', async () => {
    await visit(page, '/alarms/escalation')
    await page.getByRole('button', { name: chain.new }).click()
    const form = page.getByRole('form', { name: chain.new })
    await form.getByLabel(chain.name).fill('Night shift')
    await form.getByRole('combobox', { name: chain.to }).click()
    await page.getByRole('option', { name: en.annunciation.audience.address }).click()
    await form.getByLabel(en.annunciation.audience.address).fill(CHIEF)
    await form.getByRole('button', { name: en.action.save }).click()
    await expect(page.getByRole('row', { name: /Night shift/ })).toContainText(CHIEF)
    const soon = { after_s: 6, channel: 'email', to: { kind: 'address', value: LEAD } }
    await api.post('/api/console/alarms/escalations', { name: 'Lead', severities: ['high'], steps: [soon] })
  })
  await test.step('the mail comes; acknowledged, the next one does not', async () => {
    meter.say('voltage_l1', 261.5)
    await expect.poll(received).toContain(CHIEF)
    expect(mail.received.at(-1)?.text).toContain(METER)
    await alarmStrip(page).getByRole('button', { name: en.shell.strip.acknowledge }).click()
    await visit(page, '/alarms/escalation?part=notices')
    await expect(page.getByRole('row', { name: new RegExp(LEAD) })).toContainText(
      en.annunciation.notice.status.cancelled,
    )
    expect(received()).not.toContain(LEAD)
  })
  await test.step('and the figures know of it', async () => {
    await visit(page, '/alarms/performance?range=7')
    await expect(page.getByRole('region', { name: kpi.top })).toContainText(METER)
    await expect(page.getByRole('region', { name: kpi.toAcknowledge })).toContainText('100 %')
  })
})

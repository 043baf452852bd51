import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from '@playwright/test'
import type { Api, Created } from '../api.ts'
import { expect, test } from '../app.ts'
import type { Hub, SignIn } from '../hub.ts'
import { createModbusSlave, type ModbusSlave } from '../simulators/modbus-slave.ts'
import { detail, signIn, visit } from '../window.ts'
import { en, say } from '../words.ts'

const { loto } = en
const PIN = '4711'
const COLLEAGUE: SignIn = { email: 'mehmet@harbour.example', password: 'a long enough sentence' }
const RELAY_UNIT = 1
const HOLD_MS = 1300

interface Yard {
  readonly slave: ModbusSlave
  readonly deviceId: string
}

/** A pedestal whose breaker the hub can switch, a point where it is locked, and a colleague who may decide. */
async function makeYard(api: Api): Promise<Yard> {
  const slave = await createModbusSlave({ port: 0 })
  slave.unit(RELAY_UNIT)
  const connection = { host: '127.0.0.1', port: slave.port }
  const gateway = await api.post<Created>('/api/gateways', {
    name: 'Pontoon B cabinet',
    type: 'modbus_tcp',
    connection,
  })
  const device = await api.post<Created>('/api/devices', {
    name: 'Pedestal B12',
    device_type: 'pedestal',
    gateway_id: gateway.id,
    slave_id: RELAY_UNIT,
    template_id: 'waveshare-modbus-rtu-relay',
    poll_interval_s: 1,
  })
  await api.post('/api/loto/points', {
    name: 'Breaker Q12',
    device_id: device.id,
    energy_type: 'electrical',
    isolation_method: 'Open Q12 and hang the padlock',
    location: 'Pontoon cabinet B',
  })
  const roles = await api.get<{ items: (Created & { name: string })[] }>('/api/roles')
  const supervisor = roles.items.find(({ name }) => name === 'Supervisor')?.id
  await api.post('/api/users', { ...COLLEAGUE, name: 'Mehmet', role_id: supervisor })
  return { slave, deviceId: device.id }
}

/** What axe calls serious or critical in what the page shows now. */
async function grave(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().include('main').analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

/** A second person at a window of their own. */
async function colleague(browser: Browser, hub: Hub): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })).newPage()
  await page.goto(`${hub.url}/loto`)
  await signIn(page, COLLEAGUE)
  return page
}

const drawer = (page: Page) => detail(page, loto.session.label)
const dialog = (page: Page) => page.getByRole('dialog')
const press = (page: Page, name: string) => drawer(page).getByRole('button', { name, exact: true }).click()
const hold = (page: Page, name: string) => dialog(page).getByRole('button', { name }).click({ delay: HOLD_MS })
const currentStep = (page: Page) => drawer(page).getByRole('listitem').and(page.locator('[aria-current="step"]'))

async function typePin(page: Page, pin: string, verb: string): Promise<void> {
  await dialog(page).getByLabel(loto.pin.yours).fill(pin)
  await dialog(page).getByRole('button', { name: verb, exact: true }).click()
}

test('two people lock out a pedestal, hand over and release; nothing is switched meanwhile', async ({
  page,
  browser,
  hub,
  api,
  problems,
}) => {
  test.slow()
  problems.expect(/409|422/)
  const { slave, deviceId } = await makeYard(api)
  const switchOn = () =>
    api.post<{ confirmed: boolean }>(`/api/console/devices/${deviceId}/write`, { point: 'relay_1', value: 1 })
  await page.goto(`${hub.url}/devices?device=${deviceId}`)
  await signIn(page, hub.signIn)
  const other = await colleague(browser, hub)

  await test.step('the board says what it is for, and what it is not', async () => {
    await expect(other.getByText(loto.safety)).toBeVisible()
    await expect(other.getByText(loto.board.none, { exact: true }).first()).toBeVisible()
  })

  await test.step('a lock-out is requested from the device, its point already chosen', async () => {
    await page.getByRole('link', { name: loto.act.lockOut }).click()
    const form = page.getByRole('form', { name: loto.request.new })
    await expect(form.getByRole('checkbox', { name: /Breaker Q12/ })).toBeChecked()
    await form.getByLabel(loto.request.title).fill('Replace the socket of B12')
    await form.getByLabel(loto.request.reason).fill('Burnt contact')
    await form.getByRole('button', { name: loto.request.send }).click()
    await expect(drawer(page).getByText(loto.status.requested)).toBeVisible()
    await expect(drawer(page).getByRole('button', { name: loto.act.approve, exact: true })).toBeHidden()
  })

  await test.step('the colleague finds it waiting and approves', async () => {
    const waiting = other.getByRole('region', { name: loto.board.waiting })
    await waiting.getByRole('button', { name: loto.act.approve }).click()
    await press(other, loto.act.approve)
    await dialog(other).getByRole('button', { name: loto.act.approve, exact: true }).click()
    await expect(drawer(other).getByText(loto.status.approved).first()).toBeVisible()
  })

  await test.step('a PIN is set, and asked for at the equipment lock', async () => {
    await page.getByRole('button', { name: loto.pin.mine }).click()
    await dialog(page).getByLabel(loto.pin.password).fill(hub.signIn.password)
    await dialog(page).getByLabel(loto.pin.new).fill(PIN)
    await dialog(page).getByLabel(loto.pin.again).fill(PIN)
    await dialog(page).getByRole('button', { name: en.action.save }).click()
    await expect(dialog(page)).toBeHidden()
    await press(page, say(loto.act.isolateAll_one, { count: 1 }))
    await typePin(page, PIN, loto.act.isolate)
    await expect(currentStep(page)).toContainText(loto.step.verify)
  })

  await test.step('from now on a command is refused', async () => {
    await expect(switchOn()).rejects.toThrow(/409.*LOTO_ACTIVE/)
    expect(slave.unit(RELAY_UNIT).bank.get('coil', 0)).toBe(0)
  })

  await test.step('the colleague tests for zero energy; the first applies', async () => {
    await press(other, loto.act.verify)
    const form = dialog(other)
    await form.getByLabel(loto.verify.reading).fill('0 V')
    await form.getByRole('button', { name: loto.verify.save }).click()
    await expect(form.getByRole('alert')).toHaveText(loto.verify.incomplete)
    await form.getByRole('button', { name: loto.verify.yes }).click()
    await form.getByRole('button', { name: loto.verify.save }).click()
    await press(page, loto.act.apply)
    await hold(page, loto.act.apply)
    await expect(drawer(page).getByText(loto.status.applied).first()).toBeVisible()
  })

  await test.step('a personal lock takes the right PIN; the other window knows at once', async () => {
    await press(page, loto.act.lock)
    await typePin(page, '0000', loto.act.lock)
    await expect(dialog(page).getByRole('alert')).toBeVisible()
    await typePin(page, PIN, loto.act.lock)
    await expect(drawer(page).getByText(loto.status.working).first()).toBeVisible()
    const board = other.getByRole('region', { name: loto.board.sessions })
    await expect(board.getByRole('listitem').filter({ hasText: 'Replace the socket of B12' })).toContainText(
      hub.signIn.email,
    )
    await expect(other.getByText(say(loto.board.people_one, { count: 1 }))).toBeVisible()
  })

  await test.step('list, map and one-line show it, and can be read by everyone', async () => {
    await visit(other, '/loto')
    expect.soft(await grave(other)).toEqual([])
    await other.getByRole('button', { name: loto.view.oneLine, exact: true }).click()
    const drawing = other.getByRole('region', { name: loto.oneLine.label })
    await expect(drawing.getByRole('button', { name: /Pedestal B12/ })).toContainText(hub.signIn.email)
    expect.soft(await grave(other)).toEqual([])
    expect.soft(await grave(page)).toEqual([])
    await drawing.getByRole('button', { name: /Pedestal B12/ }).click()
    await expect(drawer(other)).toContainText('LOTO-0001')
  })

  await test.step('the device carries a padlock and leads to the lock-out', async () => {
    await visit(other, `/devices?device=${deviceId}`)
    const device = detail(other, en.devices.detail)
    await expect(device.getByRole('heading', { name: /Pedestal B12/ })).toContainText(loto.locked)
    await device.getByRole('link', { name: 'LOTO-0001' }).click()
    await expect(drawer(other).getByRole('heading', { level: 2 })).toHaveText('Replace the socket of B12')
  })

  await test.step('the tag prints alone: name, point, number and the address as a code', async () => {
    await visit(
      page,
      new URL((await drawer(page).getByRole('link', { name: loto.act.tag }).getAttribute('href')) ?? '', hub.url)
        .pathname,
    )
    const sheet = page.getByRole('main').getByRole('article')
    for (const words of ['DANGER', 'DO NOT OPERATE', 'ÇALIŞTIRMAYIN', hub.signIn.email, 'Breaker Q12', 'LOTO-0001'])
      await expect(sheet).toContainText(words)
    await expect(sheet.getByRole('img')).toHaveAccessibleName(/loto\/sessions\//)
    expect.soft(await grave(page)).toEqual([])
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('main')).toBeHidden()
    await expect(page.locator('.loto-print article')).toBeVisible()
    await page.emulateMedia({ media: 'screen' })
    await page.getByRole('link', { name: loto.tag.back }).click()
  })

  await test.step('the shift changes: the incoming lock goes on before the outgoing comes off', async () => {
    await press(page, loto.act.handover)
    await dialog(page).getByRole('combobox', { name: loto.handover.to }).click()
    await page.getByRole('option', { name: /Mehmet/ }).click()
    await typePin(page, PIN, loto.act.handover)
    await press(other, loto.act.accept)
    await hold(other, loto.act.accept)
    const atWork = drawer(page).getByRole('region', { name: loto.session.atWork })
    await expect(atWork).toContainText('Mehmet')
    await expect(atWork).not.toContainText(hub.signIn.email)
    await expect(switchOn()).rejects.toThrow(/LOTO_ACTIVE/)
  })

  await test.step('the last lock comes off, the site is cleared, and the new one in charge releases', async () => {
    await press(other, loto.act.unlock)
    await hold(other, loto.act.unlock)
    await expect(drawer(page).getByText(loto.status.clearing).first()).toBeVisible()
    await drawer(other).getByRole('checkbox', { name: loto.session.tools }).check()
    await drawer(other).getByRole('checkbox', { name: loto.session.people }).check()
    await press(other, loto.act.clear)
    await press(other, loto.act.release)
    await hold(other, loto.act.release)
    await expect(drawer(page).getByText(loto.status.released).first()).toBeVisible()
    expect((await switchOn()).confirmed).toBe(true)
    expect(slave.unit(RELAY_UNIT).bank.get('coil', 0)).toBe(1)
  })

  await test.step('its history is complete, newest first', async () => {
    await press(page, loto.act.close)
    await dialog(page).getByRole('button', { name: loto.act.close, exact: true }).click()
    const { event } = loto
    const edges = [
      event.close,
      event.release,
      event.clear,
      event.unlock,
      event.handover,
      event.handover_offer,
      event.lock,
      event.apply,
      event.verify,
      event.isolate,
      event.approve,
      event.request,
    ]
    const history = drawer(page).getByRole('region', { name: loto.session.history }).getByRole('listitem')
    await expect(history).toHaveCount(edges.length)
    for (const [index, word] of edges.entries()) await expect(history.nth(index)).toContainText(word)
    await visit(page, '/loto/history?q=b12')
    await expect(page.getByRole('row', { name: /LOTO-0001/ })).toContainText(loto.status.closed)
  })
  await other.context().close()
  await slave.stop()
})

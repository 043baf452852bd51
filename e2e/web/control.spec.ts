import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../app.ts'
import { createModbusSlave, type ModbusSlave, type SlaveUnit } from '../simulators/modbus-slave.ts'
import { signIn } from '../window.ts'
import { en, say } from '../words.ts'

const { control } = en.devices
const BREAKER_UNIT = 51
const VEBUS_UNIT = 52
const BREAKER = 'Pedestal B12 breaker'
const OPEN = 'Open (off)'
const CLOSED = 'Closed (on)'

let slave: ModbusSlave
let breaker: SlaveUnit
let vebus: SlaveUnit

test.beforeEach(async () => {
  slave = await createModbusSlave({ port: 0 })
  breaker = slave.unit(BREAKER_UNIT)
  vebus = slave.unit(VEBUS_UNIT)
  breaker.set('coil', 0, 1)
  vebus.set('holding', 22, 160)
  vebus.set('holding', 33, 3)
})
test.afterEach(() => slave.stop())

const tab = (page: Page) => page.getByRole('tabpanel')
const option = (page: Page, name: string) => tab(page).getByRole('button', { name, exact: true })
const dialog = (page: Page) => page.getByRole('dialog')

/** Pressed until it acts, as a hand would. */
async function hold(page: Page, button: Locator): Promise<void> {
  await button.hover()
  await page.mouse.down()
  await expect(dialog(page)).toBeHidden()
  await page.mouse.up()
}

test('an operator switches a breaker and sets a limit, and is told what the device made of it', async ({
  page,
  hub,
  api,
}) => {
  const connection = { host: '127.0.0.1', port: slave.port }
  const gateway = await api.post<{ id: string }>('/api/gateways', { name: 'Pontoon B', type: 'modbus_tcp', connection })
  const device = { gateway_id: gateway.id, poll_interval_s: 1 }
  const pedestal = await api.post<{ id: string }>('/api/devices', {
    ...device,
    name: 'Pedestal B12',
    device_type: 'inverter',
    slave_id: VEBUS_UNIT,
    template_id: 'victron-gx-vebus',
  })
  await api.post('/api/devices', {
    ...device,
    name: BREAKER,
    device_type: 'breaker',
    slave_id: BREAKER_UNIT,
    template_id: 'relay-driven-contactor',
    parent_id: pedestal.id,
  })
  await page.goto(`${hub.url}/devices/${pedestal.id}`)
  await signIn(page, hub.signIn)

  await test.step('the breaker is found at the pedestal that it feeds', async () => {
    await page.getByRole('tab', { name: control.tab }).click()
    await expect(tab(page).getByRole('region', { name: BREAKER })).toContainText(CLOSED)
    await expect(option(page, CLOSED)).toHaveAttribute('aria-pressed', 'true')
  })

  await test.step('what will change is said before it is done, by holding', async () => {
    await option(page, OPEN).click()
    await expect(dialog(page)).toContainText(`${BREAKER} opens: the berths behind it lose shore power.`)
    await expect(dialog(page)).toContainText(say(control.change, { before: CLOSED, after: OPEN }))
    await dialog(page).getByLabel(control.reason).fill('Boat left')
    const act = dialog(page).getByRole('button', { name: OPEN })
    await act.click()
    expect(breaker.bank.get('coil', 0)).toBe(1)
    await hold(page, act)
    await expect(tab(page).getByText(say(control.outcome.confirmed, { value: OPEN }))).toBeVisible()
    expect(breaker.bank.get('coil', 0)).toBe(0)
    await expect(option(page, OPEN)).toHaveAttribute('aria-pressed', 'true')
  })

  await test.step('and by keyboard', async () => {
    await option(page, CLOSED).focus()
    await page.keyboard.press('Enter')
    await dialog(page).getByRole('button', { name: CLOSED }).focus()
    await page.keyboard.down(' ')
    await expect(dialog(page)).toBeHidden()
    await page.keyboard.up(' ')
    await expect(tab(page).getByText(say(control.outcome.confirmed, { value: CLOSED }))).toBeVisible()
    expect(breaker.bank.get('coil', 0)).toBe(1)
  })

  const limit = tab(page).getByLabel(say(control.setLabel, { name: 'Shore current limit' }))
  const set = async (value: string) => {
    await limit.fill(value)
    await limit.press('Enter')
  }

  await test.step('a set point stays in its range', async () => {
    await set('120')
    await expect(tab(page).getByText(say(control.outOfRange, { min: '0 A', max: '100 A' }))).toBeVisible()
    await set('12.5')
    await expect(dialog(page)).toContainText(say(control.change, { before: '16 A', after: '12.5 A' }))
    await dialog(page).getByRole('button', { name: control.write }).click()
    await expect(tab(page).getByText(say(control.outcome.confirmed, { value: '12.5 A' }))).toBeVisible()
    expect(vebus.bank.get('holding', 22)).toBe(125)
  })

  await test.step('a device that does something else is caught', async () => {
    vebus.bank.keep('holding', 22, 22)
    await set('20')
    await dialog(page).getByRole('button', { name: control.write }).click()
    const words = say(control.outcome.mismatch, { requested: '20 A', value: '12.5 A' })
    await expect(tab(page).getByText(words)).toBeVisible()
  })

  await test.step('a device that refuses says why', async () => {
    vebus.bank.allow()
    vebus.bank.keep('holding', 22, 22, 3)
    await set('20')
    await dialog(page).getByRole('button', { name: control.write }).click()
    const words = say(control.outcome.failed, { cause: 'exception 03 (illegal data value)' })
    await expect(tab(page).getByText(words)).toBeVisible()
  })

  await test.step('a device that is away cannot be written to', async () => {
    breaker.isSilent = true
    await expect(tab(page).getByText(control.blocked.offline)).toBeVisible({ timeout: 30_000 })
    await expect(option(page, OPEN)).toBeDisabled()
  })
})

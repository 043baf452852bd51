import { expect, test } from '../app.ts'
import { createZigbeeBridge, smartPlug, type ZigbeeBridgeSimulator } from '../simulators/zigbee2mqtt.ts'
import { detail, goTo, signIn } from '../window.ts'
import { en, sayAny } from '../words.ts'

const { zigbee } = en
const PLUG = '0xa4c138a1b2c3d4e5'
const NAME = 'Kettle plug'
let bridge: ZigbeeBridgeSimulator | null = null

test.afterEach(() => bridge?.close())

test('a technician connects a Zigbee2MQTT, pairs a plug and sees what it draws', async ({ page, hub, api }) => {
  await page.goto(hub.url)
  await signIn(page, hub.signIn)
  await goTo(page, 'zigbee')

  await test.step('the gateway is made, and the settings for the bridge are shown once', async () => {
    await page.getByRole('button', { name: zigbee.connect }).click()
    await page.getByRole('button', { name: zigbee.claim.make }).click()
    const settings = page.getByRole('dialog')
    await expect(settings).toContainText('base_topic: zigbee2mqtt')
    const text = await settings.innerText()
    const username = /user: (\S+)/.exec(text)?.[1] ?? ''
    const password = /password: "([^"]+)"/.exec(text)?.[1] ?? ''
    bridge = await createZigbeeBridge({ url: hub.mqttUrl, username, password, waiting: [smartPlug(PLUG)] })
    await settings.getByRole('button', { name: en.admin.gateways.credentials.done }).click()
    await expect(page.getByRole('banner').or(page.locator('header'))).toContainText([/./, /Zigbee2MQTT 2\.14\.1/])
  })

  await test.step('the network is opened, and the plug is seen coming in', async () => {
    await page.getByRole('button', { name: zigbee.pair }).click()
    const pairing = page.getByRole('region', { name: zigbee.pairing.title })
    await expect(pairing.getByRole('timer')).toHaveText(sayAny(zigbee.pairing.left))
    await expect(pairing).toContainText(PLUG)
    await pairing.getByRole('button', { name: zigbee.adopt.title }).click()
  })

  await test.step('it is named and becomes a device', async () => {
    const form = detail(page, zigbee.nodes)
    await form.getByLabel(zigbee.adopt.name).fill(NAME)
    await form.getByRole('button', { name: zigbee.adopt.add }).click()
    await expect(form.getByRole('heading', { name: NAME })).toBeVisible()
  })

  await test.step('the network is closed again', async () => {
    await page.getByRole('button', { name: zigbee.pairing.stop }).click()
    await expect(page.getByRole('button', { name: zigbee.pair })).toBeVisible()
    const { items } = await api.get<{ items: { is_join_open: boolean }[] }>('/api/v1/zigbee/gateways')
    expect(items).toMatchObject([{ is_join_open: false }])
  })

  await test.step('the device shows what the plug draws', async () => {
    await bridge?.tell(PLUG, { power: 1850 })
    await page.getByRole('link', { name: zigbee.adopt.open }).click()
    await expect(page.getByRole('main')).toContainText(/1[.,]85\s*kW/)
  })
})

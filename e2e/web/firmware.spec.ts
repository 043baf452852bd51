import { generateKeyPairSync, sign } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Api, Created } from '../api.ts'
import { expect, test } from '../app.ts'
import type { Hub } from '../hub.ts'
import { OtaGateway } from '../simulators/ota-gateway.ts'
import { detail, goTo, signIn } from '../window.ts'
import { en, say } from '../words.ts'

const { firmware, gatewayConfig } = en
const BAD = 'Node 13'

async function fleet(hub: Hub, api: Api): Promise<Map<string, OtaGateway>> {
  const nodes = new Map<string, OtaGateway>()
  for (let index = 1; index <= 20; index++) {
    const name = `Node ${String(index).padStart(2, '0')}`
    const clientId = `node-${index}`
    const { username, password } = await api.post<Created & { username: string; password: string }>('/api/gateways', {
      name,
      type: 'mqtt',
      connection: { client_id: clientId },
    })
    const node = new OtaGateway({ url: hub.mqttUrl, clientId, username, password, version: '1.0.0' })
    node.beforeTenth = async () => {
      await sleep(20)
    }
    await node.connect()
    nodes.set(name, node)
  }
  return nodes
}

test('a version is uploaded, released and rolled out to twenty gateways, one of which fails and is tried again', async ({
  page,
  hub,
  api,
}) => {
  test.setTimeout(120_000)
  const nodes = await fleet(hub, api)
  const bad = nodes.get(BAD)
  if (bad) bad.mishap = 'install_fails'
  await page.goto(hub.url)
  await signIn(page, hub.signIn)
  await goTo(page, 'firmware')
  await expect(page.getByText(firmware.empty)).toBeVisible()

  await page.getByRole('button', { name: firmware.upload.open }).first().click()
  const form = page.getByRole('form', { name: firmware.upload.open })
  await form.getByRole('button', { name: firmware.upload.send }).click()
  await expect(form.getByText(en.form.required).first()).toBeVisible()
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'node.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(300_000, 7) })
  await form.getByLabel(firmware.fields.name).fill('Node')
  await form.getByLabel(firmware.fields.version, { exact: true }).fill('1.1.0')
  await form.getByLabel(firmware.fields.deviceType).fill('dock_node')
  await form.getByRole('button', { name: firmware.upload.send }).click()

  const version = detail(page, firmware.tabs.versions)
  await expect(version.getByText(firmware.status.draft, { exact: true })).toBeVisible()
  await expect(version.getByText(firmware.unsigned)).toBeVisible()
  await version.getByRole('button', { name: firmware.release }).click()
  await page.getByRole('dialog').getByRole('button', { name: firmware.release }).click()
  await version.getByRole('button', { name: firmware.rollOut }).click()

  const start = page.getByRole('form', { name: firmware.start.open })
  await expect(start.getByLabel(say(firmware.start.all_other, { count: 20 }))).toBeChecked()
  await expect(start.getByText(say(firmware.start.sizes, { sizes: '1 → 1 → 18' }))).toBeVisible()
  await start.getByRole('button', { name: firmware.start.go }).click()

  const rollout = page.getByRole('region', { name: 'Node 1.1.0' })
  await expect(rollout.getByText(firmware.rollout.completed)).toBeVisible({ timeout: 60_000 })
  await expect(rollout.getByText(say(firmware.rollout.done, { done: 19, total: 20 }))).toBeVisible()
  await rollout.getByRole('button', { name: `${BAD}: ${firmware.ota.failed}` }).click()
  const update = detail(page, firmware.update.title)
  await expect(update.getByText(/not accepted by the bootloader/)).toBeVisible()

  if (bad) bad.mishap = null
  await update.getByRole('button', { name: en.action.retry }).click()
  await expect(update.getByText(firmware.ota.succeeded, { exact: true }).first()).toBeVisible({ timeout: 20_000 })
  await expect(rollout.getByText(say(firmware.rollout.done, { done: 20, total: 20 }))).toBeVisible()
  await rollout.getByRole('button', { name: `Node 01: ${firmware.ota.succeeded}` }).click()
  await expect(update.getByText(say(firmware.update.attemptNumber, { number: 2 }))).toBeHidden()
  for (const node of nodes.values()) await node.close()
})

test('a gateway that does not say what it runs is told, and the answer is seen', async ({ page, hub, api }) => {
  const { username, password } = await api.post<Created & { username: string; password: string }>('/api/gateways', {
    name: 'Cabinet',
    type: 'mqtt',
    connection: { client_id: 'cabinet' },
  })
  const node = new OtaGateway({ url: hub.mqttUrl, clientId: 'cabinet', username, password, version: '1.0.0' })
  await node.connect()
  await page.goto(`${hub.url}/admin/gateways`)
  await signIn(page, hub.signIn)
  await expect(page.getByRole('row', { name: /Cabinet/ })).toContainText(gatewayConfig.state.never_reported)
  await page.getByRole('row', { name: /Cabinet/ }).click()
  const drawer = detail(page, en.admin.gateways.edit)
  await drawer.getByRole('button', { name: gatewayConfig.tabs.config }).click()
  await drawer.getByRole('button', { name: gatewayConfig.push }).click()
  await page.getByRole('dialog').getByRole('button', { name: gatewayConfig.push }).click()
  await expect(drawer.getByText(gatewayConfig.state.in_sync, { exact: true })).toBeVisible()
  await expect(drawer.getByText(gatewayConfig.status.acknowledged)).toBeVisible()
  await expect(page.getByRole('row', { name: /Cabinet/ })).toContainText(gatewayConfig.state.in_sync)
  await node.close()
})

test('a key is trusted, a draft is signed with it afterwards, and the key is removed again', async ({ page, hub }) => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const file = Buffer.alloc(1_000, 7)
  await page.goto(`${hub.url}/firmware/signing`)
  await signIn(page, hub.signIn)
  await expect(page.getByText(firmware.keys.empty)).toBeVisible()
  await expect(page.getByText(firmware.settings.allowedNow)).toBeVisible()
  await page.getByRole('button', { name: firmware.keys.add }).click()
  const form = page.getByRole('form', { name: firmware.keys.add })
  await form.getByLabel(firmware.fields.name).fill('Maker')
  await form.getByLabel(firmware.keys.publicKey).fill(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())
  await form.getByRole('button', { name: firmware.keys.trust }).click()
  await expect(form.getByText(firmware.keys.private)).toBeVisible()
  await form.getByLabel(firmware.keys.publicKey).fill(publicKey.export({ format: 'pem', type: 'spki' }).toString())
  await form.getByRole('button', { name: firmware.keys.trust }).click()
  const keys = page.getByRole('region', { name: firmware.keys.title })
  await expect(keys.getByRole('row', { name: /Maker [0-9a-f]{16}/ })).toBeVisible()
  await expect(page.getByText(firmware.settings.refusedNow)).toBeVisible()

  await page.getByRole('link', { name: firmware.tabs.versions }).click()
  await page.getByRole('button', { name: firmware.upload.open }).first().click()
  const upload = page.getByRole('form', { name: firmware.upload.open })
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'node.bin', mimeType: 'application/octet-stream', buffer: file })
  await upload.getByLabel(firmware.fields.name).fill('Node')
  await upload.getByLabel(firmware.fields.version, { exact: true }).fill('1.1.0')
  await upload.getByLabel(firmware.fields.deviceType).fill('dock_node')
  await upload.getByRole('button', { name: firmware.upload.send }).click()
  const version = detail(page, firmware.tabs.versions)
  await version.getByRole('button', { name: en.action.edit }).click()
  await version.getByLabel(firmware.upload.signature).fill(sign(null, file, privateKey).toString('base64'))
  await version.getByLabel(firmware.fields.notes).fill('Signed afterwards')
  await version.getByRole('button', { name: en.action.save }).click()
  await expect(version.getByText(/^Signed, key [0-9a-f]{16}$/)).toBeVisible()
  await expect(version.getByText('Signed afterwards')).toBeVisible()

  await page.getByRole('link', { name: firmware.tabs.signing }).click()
  await keys.getByRole('button', { name: say(firmware.keys.removeOf, { name: 'Maker' }) }).click()
  const asked = page.getByRole('dialog')
  await expect(asked.getByText(firmware.keys.removeLastHint)).toBeVisible()
  await asked.getByRole('button', { name: firmware.keys.remove }).click()
  await expect(page.getByText(firmware.keys.empty)).toBeVisible()
})

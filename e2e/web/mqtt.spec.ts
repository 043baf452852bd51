import { connectAsync } from 'mqtt'
import type { Created } from '../api.ts'
import { expect, test } from '../app.ts'
import { createMqttGateway } from '../simulators/mqtt-gateway.ts'
import { liveRow, signIn } from '../window.ts'
import { en } from '../words.ts'

const { gateways, inbox } = en.admin

test('an MQTT gateway made in the window publishes; what nobody knows waits in the inbox', async ({
  page,
  hub,
  api,
}) => {
  await page.goto(`${hub.url}/admin/gateways`)
  await signIn(page, hub.signIn)
  await page.getByRole('button', { name: gateways.new }).first().click()
  const form = page.getByRole('form', { name: gateways.new })
  await form.getByLabel(gateways.name, { exact: true }).fill('Weather mast')
  await form.getByRole('combobox', { name: gateways.type }).click()
  await page.getByRole('option', { name: en.gatewayType.mqtt, exact: true }).click()
  await form.getByLabel(gateways.field.client_id).fill('mast-1')
  await form.getByRole('button', { name: en.action.save }).click()

  const secret = page.getByRole('dialog', { name: gateways.credentials.title })
  await expect(secret).toContainText(gateways.credentials.once)
  const [username = '', password = ''] = await secret.getByRole('definition').allTextContents()
  expect(password.length).toBeGreaterThan(20)
  await expect(secret.getByText(`-p ${new URL(hub.mqttUrl).port}`)).toBeVisible()
  await secret.getByRole('button', { name: gateways.credentials.done }).click()
  await page.reload()
  await page.getByRole('row', { name: /Weather mast/ }).click()
  await expect(page.getByRole('form', { name: 'Weather mast' })).toBeVisible()
  await expect(page.getByText(password)).toBeHidden()

  await expect(connectAsync(hub.mqttUrl, { username, password: 'a guess' }, false)).rejects.toThrow(
    'Bad username or password',
  )
  const gateway = (await api.get<{ items: Created[] }>('/api/gateways')).items[0]
  const device = await api.post<Created>('/api/devices', {
    name: 'Wind sensor',
    device_type: 'sensor',
    gateway_id: gateway?.id,
    external_id: 'wind',
  })
  await page.goto(`${hub.url}/devices?device=${device.id}`)
  const mast = await createMqttGateway({ url: hub.mqttUrl, clientId: 'mast-1', username, password })
  await mast.publish('wind', { temperature: 18.4, humidity: 61 })
  await expect(liveRow(page, en.metric.temperature)).toContainText('18.4')
  await mast.publish('wind', { temperature: 19.1, humidity: 60 })
  await expect(liveRow(page, en.metric.temperature)).toContainText('19.1')

  await page.goto(`${hub.url}/admin/inbox`)
  await expect(page.getByText(inbox.empty)).toBeVisible()
  await mast.publishRaw('quaywatch/mast-1/something/else', '{"a":1}')
  await mast.publish('nobody', { temperature: 1 })
  await expect(page.getByRole('row', { name: /something\/else/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /nobody\/telemetry/ })).toBeVisible()
  await page.getByRole('row', { name: /something\/else/ }).click()
  await expect(page.getByText('{"a":1}')).toBeVisible()
  await page.getByRole('button', { name: inbox.dismiss }).click()
  await expect(page.getByRole('row', { name: /something\/else/ })).toBeHidden()
  await mast.close()
})

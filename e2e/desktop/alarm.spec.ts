import { once } from 'node:events'
import type { Created } from '../api.ts'
import { addMeter, type Meter, startMeter } from '../meter.ts'
import { alarmStrip, detail, linkState, signIn } from '../window.ts'
import { en } from '../words.ts'
import { type Desktop, expect, test } from './desktop.ts'

let meter: Meter
test.beforeEach(async () => {
  meter = await startMeter({ voltage_l1: 231.4 })
})
test.afterEach(() => meter.slave.stop())

/** What the system would show, kept instead: there is no notification service under a test's display. */
function keepNotifications({ app }: Desktop): Promise<void> {
  return app.evaluate(({ Notification }) => {
    const kept: Electron.Notification[] = []
    Object.assign(globalThis, { keptNotifications: kept })
    Notification.isSupported = () => true
    Notification.prototype.show = function (this: Electron.Notification) {
      kept.push(this)
    }
  })
}

function notifications({ app }: Desktop): Promise<{ title: string; body: string }[]> {
  return app.evaluate(() => {
    const { keptNotifications } = globalThis as unknown as { keptNotifications: Electron.Notification[] }
    return keptNotifications.map(({ title, body }) => ({ title, body }))
  })
}

function clickNotification({ app }: Desktop): Promise<void> {
  return app.evaluate(() => {
    const { keptNotifications } = globalThis as unknown as { keptNotifications: Electron.Notification[] }
    keptNotifications[0]?.emit('click')
  })
}

const isShown = ({ app }: Desktop) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false)

test('a critical alarm is told by the system; its click and a link lead to it, in the one window', async ({
  page,
  desktop,
  api,
}) => {
  const device = await addMeter(api, meter, 'Pontoon B meter')
  await api.post('/api/alarms', {
    name: 'Voltage far too high',
    severity: 'critical',
    target: { device_id: device.id },
    condition: { type: 'threshold', metric: 'voltage_l1', operator: '>', value: 264 },
  })
  await signIn(page, desktop.signIn)
  await keepNotifications(desktop)
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  meter.say('voltage_l1', 271.9)
  await expect.poll(() => notifications(desktop)).toHaveLength(1)
  const [told] = await notifications(desktop)
  expect(told?.body).toContain('Pontoon B meter')
  expect(told?.body).toContain('271.9')

  await clickNotification(desktop)
  await expect.poll(() => isShown(desktop)).toBe(true)
  const drawer = detail(page, en.alarms.detail.label)
  await expect(drawer.getByRole('heading', { level: 2 })).toContainText('271.9 V')
  await expect(alarmStrip(page)).toContainText('Pontoon B meter')

  await page.getByRole('link', { name: en.nav.overview }).click()
  await expect(drawer).toBeHidden()
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  const [incident] = (await api.get<{ items: Created[] }>('/api/alarms/incidents')).items
  const second = desktop.startAgain(`quaywatch://incident/${incident?.id}`)
  const [code] = await once(second, 'exit')
  expect(code).toBe(0)
  await expect(drawer.getByRole('heading', { level: 2 })).toContainText('271.9 V')
  await expect.poll(() => isShown(desktop)).toBe(true)
  expect(desktop.app.windows()).toHaveLength(1)

  await desktop.quit()
  const later = await desktop.start(`quaywatch://incident/${incident?.id}`)
  await signIn(later, desktop.signIn)
  await expect(detail(later, en.alarms.detail.label).getByRole('heading', { level: 2 })).toContainText('271.9 V')
  await expect(linkState(later)).toHaveText(en.shell.link.connected)
})

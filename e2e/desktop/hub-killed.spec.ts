import { recordText, recordValue } from '../history.ts'
import { addMeter, startMeter } from '../meter.ts'
import { HUB_AWAY } from '../problems.ts'
import { linkState, liveRow, signIn, visit } from '../window.ts'
import { en } from '../words.ts'
import { type Desktop, expect, test } from './desktop.ts'

async function hubPid({ app }: Desktop): Promise<number | undefined> {
  const metrics = await app.evaluate(({ app: electron }) => electron.getAppMetrics())
  return metrics.find(({ type, name }) => type === 'Utility' && name === 'Quaywatch hub')?.pid
}

test('a live value; the hub’s process dies and comes back, and the window goes on by itself', async ({
  page,
  desktop,
  api,
}) => {
  desktop.problems.expect(HUB_AWAY)
  const meter = await startMeter({ voltage_l1: 231.4 })
  const device = await addMeter(api, meter, 'Fuel dock meter')
  await signIn(page, desktop.signIn)
  await visit(page, `/devices?device=${device.id}`)
  const row = liveRow(page, `${en.metric.voltage} L1`)
  await expect(row).toContainText('231.4')
  meter.say('voltage_l1', 228.7)
  await expect(row).toContainText('228.7')

  const [link, value] = [await recordText(linkState(page)), await recordValue(row)]
  const before = await hubPid(desktop)
  expect(before).toBeDefined()
  process.kill(before ?? 0, 'SIGKILL')
  await expect.poll(link).toContain(en.shell.link.reconnecting)
  await expect.poll(async () => (await link()).at(-1), { timeout: 30_000 }).toBe(en.shell.link.connected)
  expect(await link()).toEqual([en.shell.link.connected, en.shell.link.reconnecting, en.shell.link.connected])
  expect((await value()).slice(0, 2)).toEqual(['228.7V', '~228.7V'])
  expect(await hubPid(desktop)).not.toBe(before)

  meter.say('voltage_l1', 226.3)
  await expect(row).toContainText('226.3')
  await expect(row.getByText(en.quality.stale)).toBeHidden()
  expect(page.url()).toContain(desktop.url)
  await meter.slave.stop()
})

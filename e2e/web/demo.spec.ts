import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Api } from '../api.ts'
import { expect, test } from '../app.ts'
import { addressesOf, cleanEnvironment, ROOT, removeFolder, temporaryFolder, watchLines } from '../hub.ts'
import { differingShare } from '../pictures.ts'
import { alarmStrip, navigation, signIn, visit } from '../window.ts'
import { en } from '../words.ts'

test('the one command, on a machine without display or Electron: a live marina in the browser', async ({ page }) => {
  const data = temporaryFolder()
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...environment } = cleanEnvironment()
  const program = spawn(
    process.execPath,
    [join(ROOT, 'scripts/run.mjs'), 'start', '--demo', '--data', data, '--port', '0', '--mqtt-port', '0'],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...environment, ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' } },
  )
  let stderr = ''
  program.stderr.on('data', (data_) => {
    stderr += data_
  })
  const output = watchLines(program)
  const { url } = addressesOf(await output.first('Quaywatch is ready: '))
  const [email = '', password = ''] = (await output.first('Demo sign-in: ')).split(' ').slice(2)
  expect(stderr.split('\n').filter((line) => line.startsWith('No desktop window:'))).toHaveLength(1)
  expect(output.lines).toHaveLength(2)

  const who = { email, password }
  await page.goto(url)
  await expect(page.getByText(en.shell.demo, { exact: true })).toBeVisible()
  await signIn(page, who)
  await expect(navigation(page).getByText(en.shell.demo, { exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: en.overview.devices })).toContainText(/\/ *1[3-9]\d/)
  await expect(alarmStrip(page)).toBeVisible()

  const { total } = await new Api({ url, signIn: who }).get<{ total: number }>('/api/devices')
  expect(total).toBeGreaterThanOrEqual(60)

  await navigation(page).getByRole('link', { name: en.nav.map }).click()
  const map = page.getByRole('region', { name: en.map.label })
  await expect(map).toBeVisible()
  await expect(page.getByText(en.map.problem)).toBeHidden()
  await expect(page.getByRole('grid', { name: en.map.listLabel })).toBeVisible()
  await test.step('the site plan is drawn: with it the map looks different', async () => {
    await visit(page, '/map?hide=plan')
    let without = await map.screenshot()
    const isStill = async () => {
      const before = without
      without = await map.screenshot()
      return (await differingShare(page, before, without)) < 0.002
    }
    await expect.poll(isStill).toBe(true)
    await visit(page, '/map')
    await expect.poll(async () => differingShare(page, without, await map.screenshot())).toBeGreaterThan(0.02)
  })

  const ended = once(program, 'exit')
  program.kill('SIGTERM')
  expect((await ended)[0]).toBe(0)
  removeFolder(data)
})

import { once } from 'node:events'
import { createServer } from 'node:http'
import { linkState, signIn } from '../window.ts'
import { en } from '../words.ts'
import { expect, test } from './desktop.ts'

test('the window has nothing of Node, stays with its hub and opens no other', async ({ page, desktop }) => {
  await signIn(page, desktop.signIn)
  const globals = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
  )
  expect(globals).toEqual([])
  const preferences = await desktop.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    // Not in the types, but there since Electron 1.
    return (contents as unknown as { getLastWebPreferences(): Electron.WebPreferences }).getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    webSecurity: true,
  })

  const asked: string[] = []
  const elsewhere = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end('elsewhere')
  }).listen(0, '127.0.0.1')
  await once(elsewhere, 'listening')
  const address = elsewhere.address()
  const other = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/`

  await test.step('a second window is refused', async () => {
    expect(await page.evaluate((url) => window.open(url) === null, other)).toBe(true)
    expect(desktop.app.windows()).toHaveLength(1)
  })

  await test.step('a request to another origin is refused', async () => {
    desktop.problems.expect(/Content Security Policy|ERR_BLOCKED_BY_CLIENT/)
    const outcome = await page.evaluate(
      (url) =>
        fetch(url).then(
          () => 'answered',
          () => 'refused',
        ),
      other,
    )
    expect(outcome).toBe('refused')
    expect(asked).toEqual([])
  })

  await test.step('the page comes with a content policy', async () => {
    const response = await page.reload()
    const policy = response?.headers()['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).not.toContain('unsafe-eval')
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/)
    await expect(linkState(page)).toHaveText(en.shell.link.connected)
  })

  await test.step('navigation to another origin is refused', async () => {
    const isRefused = desktop.app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<boolean>((resolve) => {
          BrowserWindow.getAllWindows()[0]?.webContents.once('will-frame-navigate', (event) =>
            resolve(event.defaultPrevented),
          )
        }),
    )
    await page.evaluate((url) => {
      location.href = url
    }, other)
    expect(await isRefused).toBe(true)
    // Playwright itself goes on waiting for the navigation, so the program is asked.
    const [url, text] = await desktop.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      return Promise.all([contents?.getURL(), contents?.executeJavaScript('document.body.innerText')])
    })
    expect(url).toContain(desktop.url)
    expect(text).toContain(en.shell.link.connected)
    expect(asked).toEqual([])
  })
  elsewhere.close()
})

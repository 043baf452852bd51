import { join } from 'node:path'
import { app, BrowserWindow, dialog } from 'electron'
import { pathOfLink, readLaunch } from './launch.ts'
import { languageOf, type Words, wordsFor } from './words.ts'

export { app }

/** Everything that Chromium writes goes into the data folder; one window per data folder. */
export function claimInstance(dataFolder: string): boolean {
  app.setPath('userData', join(dataFolder, 'desktop'))
  return app.requestSingleInstanceLock()
}

/** A second start, or a link clicked somewhere: `open` gets the path it asks for, null for just the window. */
export function onSummons(open: (path: string | null) => void): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient('quaywatch')
  app.on('second-instance', (_event, words) => open(readLaunch(words.slice(1)).path))
  app.on('open-url', (event, link) => {
    event.preventDefault()
    open(pathOfLink(link))
  })
  app.on('activate', () => open(null))
}

/** Runs `stop` once before the windows close, however the end came; then ends. */
export function onQuit(stop: () => Promise<void>): { readonly isQuitting: () => boolean } {
  let phase: 'running' | 'stopping' | 'stopped' = 'running'
  app.on('before-quit', (event) => {
    if (phase === 'stopped') return
    event.preventDefault()
    if (phase === 'stopping') return
    phase = 'stopping'
    // Before the hub: a window left open would only report that it is gone.
    for (const window of BrowserWindow.getAllWindows()) window.close()
    const end = () => {
      phase = 'stopped'
      app.quit()
    }
    stop().then(end, end)
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
  return { isQuitting: () => phase !== 'running' }
}

export function ownLanguage(): 'tr' | 'en' {
  return languageOf(app.getLocale())
}

export function ownWords(): Words {
  return wordsFor(app.getLocale())
}

/** Says why, on the terminal and in a box, and ends with the exit code. */
export function giveUp(title: string, message: string, exitCode: number): never {
  process.stderr.write(`Quaywatch: ${message}\n`)
  if (app.isReady()) dialog.showErrorBox(title, message)
  app.exit(exitCode)
  process.exit(exitCode)
}

/** True to go on without the broker. */
export async function askToGoOnWithoutMqtt(words: Words, message: string): Promise<boolean> {
  await app.whenReady()
  process.stderr.write(`Quaywatch: ${message}\n`)
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: words.mqttTaken,
    detail: `${words.mqttTakenBody}\n\n${message}`,
    buttons: [words.goOn, words.quit],
    defaultId: 0,
    cancelId: 1,
  })
  return response === 0
}

/** The development server's address, when electron-vite started us. */
export function developmentUrl(): string | null {
  return app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null)
}

import type { BrowserWindow } from 'electron'
import { tellWindow } from './ipc-main.ts'

const ABORTED = -3

/** The page in the window: it comes from the hub, and so may fail to come, or go, with it. */
export class Page {
  readonly #window: BrowserWindow
  #base: string | null = null
  #isLoaded = false
  #waitingPath = '/'

  constructor(window: BrowserWindow) {
    this.#window = window
    const { webContents } = window
    webContents.on('did-finish-load', () => {
      this.#isLoaded = true
    })
    webContents.on('did-fail-load', (_event, code, _text, _url, isMainFrame) => {
      if (isMainFrame && code !== ABORTED) this.#isLoaded = false
    })
    webContents.on('render-process-gone', (_event, { reason }) => {
      this.#isLoaded = false
      if (reason !== 'clean-exit') this.#load()
    })
  }

  /** The hub is there. A page that lives goes on by itself, unless its home has moved. */
  serve(base: string): void {
    const hasMoved = base !== this.#base
    this.#base = base
    if (hasMoved || !this.#isLoaded) this.#load()
  }

  open(path: string): void {
    if (this.#isLoaded) tellWindow(this.#window, 'path.open', path)
    else this.#waitingPath = path
  }

  #load(): void {
    if (this.#base === null || this.#window.isDestroyed()) return
    const url = new URL(this.#waitingPath, this.#base)
    this.#waitingPath = '/'
    // A failure is told by did-fail-load, and mended when the hub is back.
    this.#window.loadURL(url.href).catch(() => undefined)
  }
}

import { join } from 'node:path'
import { BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import { fitted, loadWindowState, MIN_HEIGHT, MIN_WIDTH, saveWindowState } from './window-state.ts'

/** The window's ground in both themes, so that it does not flash before the page is there. */
const GROUND = { dark: '#131518', light: '#f4f5f7' }

export interface MainWindowOptions {
  readonly stateFile: string
  readonly icon: string
  /** Whether closing only hides: the tray can bring it back, and nobody asked to quit. */
  readonly hidesOnClose: () => boolean
  readonly onHidden: () => void
}

/** The one window: remembers where it was, and is shown when its page has been drawn. */
export function makeMainWindow({ stateFile, icon, hidesOnClose, onHidden }: MainWindowOptions): BrowserWindow {
  const state = fitted(
    loadWindowState(stateFile),
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    width: state.width,
    height: state.height,
    ...(state.x === null || state.y === null ? {} : { x: state.x, y: state.y }),
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    show: false,
    title: 'Quaywatch',
    icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light,
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => {
    if (state.isMaximized) window.maximize()
    window.show()
  })
  window.on('close', (event) => {
    const { x, y, width, height } = window.getNormalBounds()
    saveWindowState(stateFile, {
      x,
      y,
      width: Math.max(width, MIN_WIDTH),
      height: Math.max(height, MIN_HEIGHT),
      isMaximized: window.isMaximized(),
    })
    if (!hidesOnClose()) return
    event.preventDefault()
    window.hide()
    onHidden()
  })
  return window
}

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** Asks where to; null when the user cancelled. */
export async function askWhereToSave(window: BrowserWindow, name: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: name.replaceAll(/[/\\:]/g, '-') })
  return canceled || !filePath ? null : filePath
}

import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { Words } from './words.ts'

export interface MenuActions {
  openPath(path: string): void
  openDocuments(): void
  hide(): void
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

export function setMenu(words: Words, actions: MenuActions): void {
  const mac: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : []
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...mac,
      {
        label: words.file,
        submenu: [{ label: words.hide, click: actions.hide }, separator, { role: 'quit', label: words.quit }],
      },
      editMenu(words),
      goMenu(words, actions),
      viewMenu(words),
      { label: words.help, submenu: [{ label: words.documents, click: actions.openDocuments }] },
    ]),
  )
}

function editMenu(words: Words): MenuItemConstructorOptions {
  return {
    label: words.edit,
    submenu: [
      { role: 'undo', label: words.undo },
      { role: 'redo', label: words.redo },
      separator,
      { role: 'cut', label: words.cut },
      { role: 'copy', label: words.copy },
      { role: 'paste', label: words.paste },
      { role: 'selectAll', label: words.selectAll },
    ],
  }
}

function goMenu(words: Words, { openPath }: MenuActions): MenuItemConstructorOptions {
  const places: readonly (readonly [string, string])[] = [
    [words.overview, '/'],
    [words.map, '/map'],
    [words.devices, '/devices'],
    [words.alarms, '/alarms'],
  ]
  return {
    label: words.go,
    submenu: places.map(([label, path], index) => ({
      label,
      accelerator: `CmdOrCtrl+${index + 1}`,
      click: () => openPath(path),
    })),
  }
}

function viewMenu(words: Words): MenuItemConstructorOptions {
  return {
    label: words.view,
    submenu: [
      { role: 'reload', label: words.reload },
      separator,
      { role: 'zoomIn', label: words.zoomIn },
      { role: 'zoomOut', label: words.zoomOut },
      { role: 'resetZoom', label: words.zoomReset },
      separator,
      { role: 'togglefullscreen', label: words.fullScreen },
      { role: 'toggleDevTools', label: words.developer },
    ],
  }
}

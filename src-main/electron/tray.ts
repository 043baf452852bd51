import { Menu, nativeImage, Tray } from 'electron'
import type { Words } from './words.ts'

/** Null where the system has no place for it: then closing the window ends the program. */
export function makeTray(icon: string, words: Words, actions: { show(): void; quit(): void }): Tray | null {
  try {
    const image = nativeImage.createFromPath(icon)
    if (image.isEmpty()) return null
    const tray = new Tray(image)
    tray.setToolTip('Quaywatch')
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: words.show, click: actions.show },
        { type: 'separator' },
        { label: words.quit, click: actions.quit },
      ]),
    )
    tray.on('click', actions.show)
    return tray
  } catch {
    return null
  }
}

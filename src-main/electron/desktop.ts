import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BrowserWindow, session, shell } from 'electron'
import type { Clock, Log } from '../../server/core/outside.ts'
import type { HubPhase, HubSupervisor } from '../hub-supervisor.ts'
import type { CriticalIncident } from '../hub-wire.ts'
import type { HubState } from '../ipc.ts'
import { app, developmentUrl, ownLanguage, ownWords } from './app.ts'
import { guardPages, guardSession, homeOf } from './guard.ts'
import { answerWindow, tellWindow } from './ipc-main.ts'
import { Keychain } from './keychain.ts'
import { incidentPath } from './launch.ts'
import { askWhereToSave, bringToFront, makeMainWindow } from './main-window.ts'
import { setMenu } from './menu.ts'
import { Notifier } from './notifier.ts'
import { Page } from './page.ts'
import { makeTray } from './tray.ts'

export interface DesktopOptions {
  readonly supervisor: Pick<HubSupervisor, 'phase' | 'url'>
  readonly isQuitting: () => boolean
  readonly iconFolder: string
  readonly clock: Clock
  readonly log: Log
}

export interface Desktop {
  /** The hub's process changed: the page is loaded, or told. */
  hubChanged(): void
  critical(incident: CriticalIncident): void
  /** Brings the window forward, at a path if there is one. */
  summon(path: string | null): void
}

const HUB_WORD: Record<HubPhase, HubState['state']> = {
  stopped: 'stopped',
  starting: 'starting',
  running: 'running',
  waiting: 'restarting',
  stopping: 'stopped',
}

/** A hub that listens on every address is reached from here by loopback. */
function reachable(url: string): string {
  return url.replace(/^http:\/\/(0\.0\.0\.0|\[::\])(?=:)/, 'http://127.0.0.1')
}

/** Window, menu, tray and notifications, around a hub that comes and goes. */
export function openDesktop({ supervisor, isQuitting, iconFolder, clock, log }: DesktopOptions): Desktop {
  const words = ownWords()
  const userData = app.getPath('userData')
  const hubUrl = () => (supervisor.url === null ? null : reachable(supervisor.url))
  const home = () => developmentUrl() ?? hubUrl()
  const isHome = homeOf(() => [hubUrl(), developmentUrl()])
  guardSession(session.defaultSession, isHome)
  guardPages(isHome)

  let hasSaidHidden = false
  const window: BrowserWindow = makeMainWindow({
    stateFile: join(userData, 'window.json'),
    icon: join(iconFolder, 'icon.png'),
    hidesOnClose: () => tray !== null && !isQuitting(),
    onHidden() {
      if (!hasSaidHidden) notifier.tell({ title: words.stillWatching, body: words.stillWatchingBody, path: '/' })
      hasSaidHidden = true
    },
  })
  const page = new Page(window)
  const summon = (path: string | null) => {
    bringToFront(window)
    if (path !== null) page.open(path)
  }
  const notifier = new Notifier(clock, summon)
  const tray = makeTray(join(iconFolder, 'tray.png'), words, { show: () => summon(null), quit: () => app.quit() })
  window.on('closed', () => app.quit())
  setMenu(words, {
    openPath: summon,
    openDocuments() {
      const base = hubUrl()
      if (base !== null) shell.openExternal(`${base}/docs`).catch(() => undefined)
    },
    hide: () => window.close(),
  })

  const hubState = (): HubState => {
    const state = HUB_WORD[supervisor.phase]
    return { state: state === 'starting' && supervisor.url !== null ? 'restarting' : state, url: home() }
  }
  const keychain = new Keychain(join(userData, 'session'))
  answerWindow(
    {
      'hub.state': hubState,
      'session.read': () => keychain.read(),
      'session.write': (secret) => {
        keychain.write(secret)
        return null
      },
      notify: (note) => {
        notifier.tell(note)
        return null
      },
      'file.save': async (name, bytes) => {
        const file = await askWhereToSave(window, name)
        if (file !== null) await writeFile(file, bytes)
        return file !== null
      },
    },
    isHome,
    log,
  )
  return {
    summon,
    hubChanged() {
      const base = home()
      if (supervisor.phase === 'running' && base !== null) page.serve(base)
      tellWindow(window, 'hub.changed', hubState())
    },
    critical({ id, message }) {
      // In front of the operator the alarm strip says it.
      if (window.isFocused()) return
      notifier.tell({ title: words.critical, body: message[ownLanguage()], path: incidentPath(id) })
    },
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test'
import { Api } from '../api.ts'
import {
  ADMINISTRATOR,
  administratorEnvironment,
  cleanEnvironment,
  ROOT,
  removeFolder,
  type SignIn,
  temporaryFolder,
} from '../hub.ts'
import { Problems } from '../problems.ts'

export { expect }

export interface DesktopOptions {
  readonly hasAdministrator?: boolean
}

const BINARIES: Readonly<Record<string, string>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
}

function executable(): string {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(ROOT, 'node_modules/electron/dist')
  return join(folder, BINARIES[process.platform] ?? 'electron')
}

/** The desktop program on a data folder of its own, which stays when it is started again. */
export class Desktop {
  readonly data = temporaryFolder()
  readonly signIn: SignIn = ADMINISTRATOR
  readonly problems = new Problems()
  readonly #environment: Record<string, string>
  #app: ElectronApplication | null = null
  url = ''

  constructor({ hasAdministrator = true }: DesktopOptions) {
    this.#environment = {
      ...cleanEnvironment(),
      ...(hasAdministrator ? administratorEnvironment(ADMINISTRATOR) : {}),
    }
  }

  get app(): ElectronApplication {
    if (!this.#app) throw new Error('the desktop is not running')
    return this.#app
  }

  /** Starts it, at a link if there is one. Resolves with its window. */
  async start(link?: string): Promise<Page> {
    const app = await _electron.launch({
      executablePath: executable(),
      args: this.#words(link),
      cwd: ROOT,
      env: this.#environment,
    })
    this.#app = app
    this.problems.watch(app.context())
    const page = await app.firstWindow()
    await page.waitForURL(/^http:/)
    this.url = new URL(page.url()).origin
    return page
  }

  /** A second start on the same data folder, as a clicked link makes it. */
  startAgain(link?: string): ChildProcess {
    return spawn(executable(), this.#words(link), { cwd: ROOT, env: this.#environment, stdio: 'ignore' })
  }

  async quit(): Promise<void> {
    await this.#app?.close()
    this.#app = null
  }

  async stop(): Promise<void> {
    await this.quit()
    removeFolder(this.data)
  }

  #words(link: string | undefined): string[] {
    const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const flags = ['--lang=en-GB', '--data', this.data, '--port', '0', '--mqtt-port', '0']
    return [...sandbox, ROOT, ...flags, ...(link ? [link] : [])]
  }
}

interface Fixtures {
  readonly desktopOptions: DesktopOptions
  readonly desktop: Desktop
  readonly api: Api
}

export const test = base.extend<Fixtures>({
  desktopOptions: [{}, { option: true }],
  desktop: async ({ desktopOptions }, use) => {
    const desktop = new Desktop(desktopOptions)
    await use(desktop)
    await desktop.stop()
    expect(desktop.problems.unexpected(), 'errors in the window').toEqual([])
  },
  page: async ({ desktop }, use) => {
    await use(await desktop.start())
  },
  api: async ({ desktop, page: _started }, use) => {
    await use(new Api(desktop))
  },
})

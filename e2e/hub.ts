import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export const ROOT = join(import.meta.dirname, '..')
const READY = 'Quaywatch is ready: '

export interface SignIn {
  readonly email: string
  readonly password: string
}

export const ADMINISTRATOR: SignIn = { email: 'operator@harbour.example', password: 'a long enough sentence' }

export interface HubOptions {
  readonly flags?: readonly string[]
  /** false leaves the hub for the set-up page; the demo makes its own. */
  readonly hasAdministrator?: boolean
}

/** Settings of whoever runs the journeys must not reach the program. */
export function cleanEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('QUAYWATCH_'),
  )
  return Object.fromEntries(kept)
}

export function administratorEnvironment({ email, password }: SignIn): Record<string, string> {
  return { QUAYWATCH_ADMIN_EMAIL: email, QUAYWATCH_ADMIN_PASSWORD: password }
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'quaywatch-journey-'))
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** Lines of stdout as they come; resolves with the first that starts so, rejects when the program ends before. */
export function watchLines(child: ChildProcess): { lines: string[]; first: (start: string) => Promise<string> } {
  const lines: string[] = []
  const waiting = new Set<() => void>()
  const tell = () => {
    for (const look of waiting) look()
  }
  let stderr = ''
  let hasEnded = false
  child.stderr?.on('data', (data) => {
    stderr += data
  })
  child.once('exit', () => {
    hasEnded = true
    tell()
  })
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line)
      tell()
    })
  }
  const first = (start: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const line = lines.find((one) => one.startsWith(start))
        if (line !== undefined) resolve(line)
        else if (hasEnded) reject(new Error(`the program ended without "${start}": ${stderr}`))
        else return
        waiting.delete(look)
      }
      waiting.add(look)
      look()
    })
  return { lines, first }
}

export function addressesOf(readyLine: string): { url: string; mqttUrl: string } {
  const [url = '', mqttUrl = ''] = readyLine.slice(READY.length).split(' ')
  return { url, mqttUrl }
}

/** The built headless program on a data folder and ports of its own, which stay the same when it starts again. */
export class Hub {
  readonly #options: HubOptions
  #data: string | null = null
  #child: ChildProcess | null = null
  #signIn: SignIn = ADMINISTRATOR
  #log = ''
  url = ''
  mqttUrl = ''

  constructor(options: HubOptions = {}) {
    this.#options = options
  }

  /** Who may sign in: the administrator, or the demo's. */
  get signIn(): SignIn {
    return this.#signIn
  }

  /** What it wrote to stderr. */
  get log(): string {
    return this.#log
  }

  async start(): Promise<void> {
    const { flags = [], hasAdministrator = !flags.includes('--demo') } = this.#options
    this.#data ??= temporaryFolder()
    const portOf = (address: string) => (address === '' ? '0' : new URL(address).port)
    const args = ['--data', this.#data, '--port', portOf(this.url), '--mqtt-port', portOf(this.mqttUrl), ...flags]
    const child = spawn(process.execPath, [join(ROOT, 'out/main/headless.js'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...cleanEnvironment(), ...(hasAdministrator ? administratorEnvironment(ADMINISTRATOR) : {}) },
    })
    this.#child = child
    child.stderr.on('data', (data) => {
      this.#log += data
    })
    const { first } = watchLines(child)
    const { url, mqttUrl } = addressesOf(await first(READY))
    this.url = url
    this.mqttUrl = mqttUrl
    if (flags.includes('--demo')) {
      const [email = '', password = ''] = (await first('Demo sign-in: ')).slice('Demo sign-in: '.length).split(' ')
      this.#signIn = { email, password }
    }
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
    if (this.#data !== null) removeFolder(this.#data)
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
}

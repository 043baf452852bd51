import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export interface Program {
  readonly process: ChildProcess
  readonly url: string
  readonly mqttUrl: string | null
  /** Everything printed to stdout so far, line by line. */
  readonly lines: readonly string[]
  kill(signal: NodeJS.Signals): Promise<number | null>
}

export const SIGN_IN = { email: 'operator@firma.com', password: 'GucluSifre123!' }
const SOURCE = fileURLToPath(new URL('./headless.ts', import.meta.url))
/** The built program; benches measure what users run. */
export const BUILT = fileURLToPath(new URL('../out/main/headless.js', import.meta.url))

/** Starts the headless program as a user's service manager would. Rejects with its stderr when it ends instead. */
export async function startProgram(
  flags: readonly string[],
  env: Record<string, string> = {},
  entry = SOURCE,
): Promise<Program> {
  const child = spawn(process.execPath, [entry, '--port', '0', '--mqtt-port', '0', ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, QUAYWATCH_ADMIN_EMAIL: SIGN_IN.email, QUAYWATCH_ADMIN_PASSWORD: SIGN_IN.password, ...env },
  })
  const lines: string[] = []
  let stderr = ''
  child.stderr.on('data', (data) => {
    stderr += data
  })
  const ready = Promise.withResolvers<string>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    if (line.startsWith('Quaywatch is ready: ')) ready.resolve(line)
  })
  child.on('exit', (code) => ready.reject(new ProgramEnded(code, stderr)))
  const [url = '', mqttUrl = null] = (await ready.promise).slice('Quaywatch is ready: '.length).split(' ')
  return {
    process: child,
    url,
    mqttUrl,
    lines,
    async kill(signal) {
      if (child.exitCode !== null) return child.exitCode
      const ended = once(child, 'exit')
      child.kill(signal)
      const [code] = (await ended) as [number | null]
      return code
    },
  }
}

export class ProgramEnded extends Error {
  readonly code: number | null

  constructor(code: number | null, stderr: string) {
    super(`the program ended with ${code}: ${stderr}`)
    this.code = code
  }
}

/** A caller of its API, signed in. When it asked too often it waits as long as it is told, as any client of the contract. */
export async function signedIn(program: Program) {
  const call = async (
    method: string,
    path: string,
    json?: unknown,
    token?: string,
  ): Promise<ReturnType<typeof JSON.parse>> => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    const response = await fetch(program.url + path, {
      method,
      headers,
      ...(json !== undefined && { body: JSON.stringify(json) }),
    })
    const text = await response.text()
    if (response.status === 429) {
      await setTimeout(Number(response.headers.get('retry-after')) * 1000)
      return call(method, path, json, token)
    }
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return text === '' ? null : JSON.parse(text)
  }
  const { access_token: token } = await call('POST', '/api/auth/login', SIGN_IN)
  return (method: string, path: string, json?: unknown) => call(method, path, json, token)
}

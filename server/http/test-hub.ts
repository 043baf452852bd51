import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadConfig } from '../config.ts'
import { type ManualClock, manualClock } from '../core/clock.ts'
import type { FieldBus, GatewayMessage, GatewayPlan, Intake, Log, WriteOutcome, WriteRequest } from '../core/outside.ts'
import { type Hub, startHub } from '../hub.ts'

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any
}

export interface TestHub {
  readonly hub: Hub
  readonly clock: ManualClock
  readonly intake: Intake
  /** What the hub told the hardware to talk to, newest last. */
  readonly plans: (readonly GatewayPlan[])[]
  readonly hardware: ScriptedHardware
  readonly folder: string
  /** Moves the clock a second first, so that tests do not meet the rate limit unless they mean to. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  stop(): Promise<void>
}

/** What the hub had written and published, oldest first, and how the hardware takes it. */
export interface ScriptedHardware {
  readonly writes: WriteRequest[]
  readonly published: GatewayMessage[]
  /** Unless a test says otherwise the device takes every write and reads back what was written. */
  onWrite: (request: WriteRequest) => Promise<WriteOutcome>
  /** Unless a test says otherwise every gateway is there. */
  isConnected: (gatewayId: string) => boolean
}

export interface CallOptions {
  readonly token?: string | null
  readonly json?: unknown
  /** A body sent as it is. */
  readonly raw?: string
  readonly headers?: Record<string, string>
  readonly stillClock?: boolean
}

export const ADMIN = { email: 'operator@firma.com', password: 'GucluSifre123!' }
export const START = Date.parse('2026-06-01T09:00:00Z')

/** Hardware that is not there: it remembers what it was told. */
function absentHardware(plans: (readonly GatewayPlan[])[], scripted: ScriptedHardware): FieldBus {
  return {
    async write(request) {
      scripted.writes.push(request)
      return scripted.onWrite(request)
    },
    async publish(message) {
      scripted.published.push(message)
      return { isConnected: scripted.isConnected(message.gatewayId) }
    },
    configure: async (plan) => void plans.push(plan),
    describe: async () => null,
    endpoints: async () => ({ mqtt: null }),
    serialPorts: async () => [],
  }
}

/** A real hub on a temporary data folder and a free port, whose clock moves only when told. */
export async function startTestHub(options: { admin?: boolean; folder?: string; at?: number } = {}): Promise<TestHub> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'quaywatch-test-')))
  const clock = manualClock(options.at ?? START)
  const plans: (readonly GatewayPlan[])[] = []
  const hardware: ScriptedHardware = {
    writes: [],
    published: [],
    onWrite: async ({ value }) => ({ readBack: value, isConfirmed: true, cause: null }),
    isConnected: () => true,
  }
  const ready = Promise.withResolvers<Intake>()
  const admin =
    options.admin === false ? {} : { QUAYWATCH_ADMIN_EMAIL: ADMIN.email, QUAYWATCH_ADMIN_PASSWORD: ADMIN.password }
  const hub = await startHub(loadConfig(['--data', folder, '--port', '0', '--mqtt-port', 'off'], admin), {
    clock,
    log: silentLog,
    version: '0.0.0-test',
    windowFolder: null,
    docsFolder: null,
    templatesFolder: fileURLToPath(new URL('../../resources/templates', import.meta.url)),
    hardware: async (intake) => {
      ready.resolve(intake)
      return absentHardware(plans, hardware)
    },
  })
  const signedIn = options.admin === false ? null : await hub.core.identity.login(ADMIN.email, ADMIN.password, null)
  return {
    hub,
    clock,
    intake: await ready.promise,
    plans,
    hardware,
    folder,
    async call(
      method,
      path,
      { token = signedIn?.accessToken ?? null, json, raw, headers = {}, stillClock = false } = {},
    ) {
      if (!stillClock) await clock.advance(1_000)
      const body = raw ?? (json === undefined ? null : JSON.stringify(json))
      const response = await fetch(hub.url + path, {
        method,
        body,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body !== null && { 'content-type': 'application/json' }),
          ...headers,
        },
      })
      const text = await response.text()
      const isJson = response.headers.get('content-type')?.includes('json') ?? false
      return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : null }
    },
    async stop() {
      await hub.stop()
      if (!options.folder) await rm(folder, { recursive: true, force: true })
    },
  }
}

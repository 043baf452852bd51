import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'

/** Wrong flags or environment. The message is for the person at the terminal. */
export class ConfigError extends Error {}

const port = z.coerce.number().int().min(0).max(65_535)

const schema = z.object({
  data: z.string().min(1),
  host: z.string().min(1).default('127.0.0.1'),
  port: port.default(4780),
  mqttPort: z.union([z.literal('off'), port]).default(1883),
  mqttUrl: z.url({ protocol: /^(mqtts?|wss?|tcp|ssl)$/ }).nullable(),
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/ }).nullable(),
  demo: z.boolean(),
  admin: z.object({ email: z.email(), password: z.string().min(8).max(256) }).nullable(),
})

export type Config = Readonly<z.output<typeof schema>>

const FLAGS = {
  data: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  'mqtt-port': { type: 'string' },
  'mqtt-url': { type: 'string' },
  database: { type: 'string' },
  demo: { type: 'boolean' },
} as const

/** For who must find them among words that are somebody else's. */
export const FLAG_NAMES: readonly string[] = Object.keys(FLAGS)

type Environment = Readonly<Record<string, string | undefined>>

function defaultDataFolder(env: Environment, demo: boolean): string {
  const name = demo ? 'quaywatch-demo' : 'quaywatch'
  if (process.platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), name)
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', name)
  return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), name)
}

function readFlags(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: FLAGS, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error))
  }
}

/**
 * Flags over environment over defaults, checked and frozen; the only reader of the environment. A demo never shares a
 * data folder with a real marina: given one by --data, it lives in a folder of its own inside.
 * @throws ConfigError
 */
export function loadConfig(argv: readonly string[], env: Environment): Config {
  const flags = readFlags(argv)
  const demo = flags.demo ?? env.QUAYWATCH_DEMO === '1'
  const given = flags.data ?? env.QUAYWATCH_DATA
  const email = env.QUAYWATCH_ADMIN_EMAIL
  const password = env.QUAYWATCH_ADMIN_PASSWORD
  const parsed = schema.safeParse({
    data: given === undefined ? defaultDataFolder(env, demo) : demo ? join(resolve(given), 'demo') : resolve(given),
    host: flags.host ?? env.QUAYWATCH_HOST,
    port: flags.port ?? env.QUAYWATCH_PORT,
    mqttPort: flags['mqtt-port'] ?? env.QUAYWATCH_MQTT_PORT,
    mqttUrl: flags['mqtt-url'] ?? env.QUAYWATCH_MQTT_URL ?? null,
    databaseUrl: flags.database ?? env.QUAYWATCH_DATABASE_URL ?? null,
    demo,
    admin: email === undefined && password === undefined ? null : { email, password },
  })
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  try {
    mkdirSync(parsed.data.data, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new ConfigError(`The data folder cannot be made: ${error instanceof Error ? error.message : error}`)
  }
  return Object.freeze(parsed.data)
}

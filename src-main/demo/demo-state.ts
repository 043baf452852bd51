import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const schema = z.object({
  version: z.literal(1),
  /** First start, epoch ms: counters are reckoned from its day and history ends there. */
  startedAt: z.number(),
  signIn: z.object({ email: z.string(), password: z.string() }).nullable(),
  /** Who acts for the demo, once the hub has been set up. */
  owner: z.object({ userId: z.string(), tenantId: z.string() }).nullable(),
  isSeeded: z.boolean(),
  /** Isolation points and colleagues are there. */
  hasLockout: z.boolean().default(false),
  hasDashboards: z.boolean().default(false),
  /** Gateways that can be updated: their passwords, and what they run. */
  dockNodes: z
    .record(
      z.string(),
      z.object({
        password: z.string(),
        version: z.string(),
        config: z.object({ version: z.number(), hash: z.string() }).nullable().default(null),
      }),
    )
    .default({}),
  /** The public key that they believe; null until there is firmware for them. */
  firmwareKey: z.string().nullable().default(null),
  /** Keys of marina.ts → what the hub calls them. */
  gateways: z.record(z.string(), z.object({ id: z.string(), port: z.number(), password: z.string().nullable() })),
  devices: z.record(z.string(), z.string()),
  /** What breakers were opened and closed, and when (switches.ts). */
  switchings: z.record(z.string(), z.array(z.number())).default({}),
  /** The Zigbee network of the office; null until it was made. */
  zigbee: z
    .object({ gatewayId: z.string(), username: z.string(), password: z.string(), joined: z.array(z.string()) })
    .nullable()
    .default(null),
  /** History is on disk from here on; equals startedAt while there is none. */
  historyFrom: z.number(),
})

export type DemoState = z.output<typeof schema>

const beginning = (now: number): DemoState => ({
  version: 1,
  startedAt: now,
  signIn: null,
  owner: null,
  isSeeded: false,
  hasLockout: false,
  hasDashboards: false,
  dockNodes: {},
  firmwareKey: null,
  gateways: {},
  devices: {},
  switchings: {},
  zigbee: null,
  historyFrom: now,
})

/** The demo's own memory between starts: a file that only its owner may read, in the demo's data folder. */
export class DemoStateFile {
  readonly #path: string

  constructor(dataFolder: string) {
    mkdirSync(dataFolder, { recursive: true })
    this.#path = join(dataFolder, 'demo.json')
  }

  /** What was saved, or a beginning. @throws when the file is there but is not the demo's */
  load(now: number): DemoState {
    let text: string
    try {
      text = readFileSync(this.#path, 'utf8')
    } catch {
      return beginning(now)
    }
    return schema.parse(JSON.parse(text))
  }

  save(state: DemoState): void {
    const draft = `${this.#path}.new`
    writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
    renameSync(draft, this.#path)
  }
}

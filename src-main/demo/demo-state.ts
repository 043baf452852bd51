import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const schema = z.object({
  version: z.literal(1),
  /** First start, epoch ms: counters are reckoned from its day and history ends there. */
  startedAt: z.number(),
  admin: z.object({ email: z.string(), password: z.string(), userId: z.string(), tenantId: z.string() }).nullable(),
  isSeeded: z.boolean(),
  /** Keys of marina.ts → what the hub calls them. */
  gateways: z.record(z.string(), z.object({ id: z.string(), port: z.number(), password: z.string().nullable() })),
  devices: z.record(z.string(), z.string()),
  /** History is on disk from here on; equals startedAt while there is none. */
  historyFrom: z.number(),
})

export type DemoState = z.output<typeof schema>

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
      return { version: 1, startedAt: now, admin: null, isSeeded: false, gateways: {}, devices: {}, historyFrom: now }
    }
    return schema.parse(JSON.parse(text))
  }

  save(state: DemoState): void {
    const draft = `${this.#path}.new`
    writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
    renameSync(draft, this.#path)
  }
}

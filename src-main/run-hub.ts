import type { Config } from '../server/config.ts'
import { type Hub, type Outside, startHub } from '../server/hub.ts'
import { folders, version } from './folders.ts'

export interface RunningHub {
  readonly hub: Hub
  /** For stdout, after the ready line. */
  readonly lines: readonly string[]
  stop(): Promise<void>
}

/** The hub, and the demo marina if asked for: the same whether the hardware is here or in another process. */
export async function runHub(
  config: Config,
  outside: Pick<Outside, 'clock' | 'log' | 'hardware'>,
): Promise<RunningHub> {
  const hub = await startHub(config, {
    ...outside,
    version,
    windowFolder: folders.window,
    docsFolder: folders.docs,
    templatesFolder: folders.templates,
  })
  if (!config.demo) return { hub, lines: [], stop: () => hub.stop() }
  const { startDemo } = await import('./demo/demo.ts')
  const { core, store, templates, mqttUrl } = hub
  const { clock, log } = outside
  const dataFolder = config.data
  const demo = await startDemo({ core, store, templates, mqttUrl, dataFolder, admin: config.admin, clock, log })
  return {
    hub,
    lines: [`Demo sign-in: ${demo.signIn.email} ${demo.signIn.password}`],
    async stop() {
      await demo.stop()
      await hub.stop()
    },
  }
}

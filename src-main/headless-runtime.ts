import type { Config } from '../server/config.ts'
import { systemClock } from '../server/core/clock.ts'
import type { Clock, Log } from '../server/core/outside.ts'
import { type Hub, startHub } from '../server/hub.ts'
import { stderrLog } from '../server/log/log.ts'
import type { Demo } from './demo/demo.ts'
import { folders, version } from './folders.ts'
import type { MqttConfig } from './hardware/driver.ts'
import { createFieldBus, type RunningFieldBus } from './hardware/field-bus.ts'

export const mqttConfigOf = (config: Config): MqttConfig => {
  if (config.mqttUrl) return { mode: 'external', url: config.mqttUrl }
  if (config.mqttPort === 'off') return { mode: 'off' }
  return { mode: 'embedded', host: config.host, port: config.mqttPort }
}

async function startDemoOn(hub: Hub, config: Config, clock: Clock, log: Log): Promise<Demo> {
  const { startDemo } = await import('./demo/demo.ts')
  const { core, store, templates, mqttUrl } = hub
  return startDemo({ core, store, templates, mqttUrl, dataFolder: config.data, admin: config.admin, clock, log })
}

/** Hub and hardware in one plain Node process. `say` gets the lines meant for stdout. */
export async function runHeadless(config: Config, say: (line: string) => void): Promise<{ stop(): Promise<void> }> {
  const log = stderrLog('info')
  const clock = systemClock((error) => log.error({ error: String(error) }, 'timer failed'))
  let fieldBus: RunningFieldBus | null = null
  const hub = await startHub(config, {
    clock,
    log,
    version,
    windowFolder: folders.window,
    docsFolder: folders.docs,
    templatesFolder: folders.templates,
    hardware: async (intake) => {
      fieldBus = createFieldBus({ intake, clock, log, mqtt: mqttConfigOf(config), isSimulated: config.demo })
      await fieldBus.start()
      return fieldBus
    },
  })
  const demo = config.demo ? await startDemoOn(hub, config, clock, log) : null
  say(`Quaywatch is ready: ${[hub.url, hub.mqttUrl].filter((url) => url !== null).join(' ')}`)
  if (demo) say(`Demo sign-in: ${demo.signIn.email} ${demo.signIn.password}`)
  return {
    async stop() {
      await demo?.stop()
      // Hardware first: what it has read already is still committed.
      await fieldBus?.stop()
      await hub.stop()
    },
  }
}

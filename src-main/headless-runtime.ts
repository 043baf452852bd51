import type { Config } from '../server/config.ts'
import { systemClock } from '../server/core/clock.ts'
import { stderrLog } from '../server/log/log.ts'
import { createFieldBus, type RunningFieldBus } from './hardware/field-bus.ts'
import { mqttConfigOf } from './mqtt-config.ts'
import { readyLine } from './ready-line.ts'
import { runHub } from './run-hub.ts'

/** Hub and hardware in one plain Node process. `say` gets the lines meant for stdout. */
export async function runHeadless(config: Config, say: (line: string) => void): Promise<{ stop(): Promise<void> }> {
  const log = await stderrLog('info')
  const clock = systemClock((error) => log.error({ error: String(error) }, 'timer failed'))
  let fieldBus: RunningFieldBus | null = null
  const running = await runHub(config, {
    clock,
    log,
    hardware: async (intake) => {
      fieldBus = createFieldBus({ intake, clock, log, mqtt: mqttConfigOf(config), isSimulated: config.demo })
      await fieldBus.start()
      return fieldBus
    },
  })
  for (const line of [readyLine(running.hub), ...running.lines]) say(line)
  return {
    async stop() {
      // Hardware first: what it has read already is still committed.
      await fieldBus?.stop()
      await running.stop()
    },
  }
}

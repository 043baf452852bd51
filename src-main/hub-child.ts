import { loadConfig } from '../server/config.ts'
import { systemClock } from '../server/core/clock.ts'
import { stderrLog } from '../server/log/log.ts'
import { parentPort } from './electron/parent-port.ts'
import { exitCodeOf } from './exit-codes.ts'
import { HUB_METHODS, type HubService, type ShellService } from './hub-wire.ts'
import { connect, expose } from './rpc.ts'
import { runHub } from './run-hub.ts'

/** The hub in a process of its own: hardware and window are in the one that started it, behind the port. */
async function main(): Promise<void> {
  const log = await stderrLog('info')
  const clock = systemClock((error) => log.error({ error: String(error) }, 'timer failed'))
  const port = parentPort()
  const shell = connect<ShellService>(port)
  try {
    const running = await runHub(loadConfig(process.argv.slice(2), process.env), {
      clock,
      log,
      hardware: async (intake) => {
        const service: HubService = {
          readings: (batch) => intake.readings(batch),
          links: (links) => intake.links(links),
          faults: (faults) => intake.faults(faults),
          inbox: (messages) => intake.inbox(messages),
          claim: (code) => intake.claim(code),
          reports: (reports) => intake.reports(reports),
          async stop() {
            await running.stop()
            setImmediate(() => process.exit(0))
          },
        }
        expose(service, HUB_METHODS, port)
        await shell.takesReadings()
        return shell
      },
    })
    const { hub, lines } = running
    hub.events.on('incident', ({ incident, action, isCall }) => {
      if (incident.severity !== 'critical' || incident.state !== 'active_unack' || action === 'unsnooze') return
      if (incident.suppressedBy !== null || !(isCall || action === 'remind' || action === 'escalate')) return
      const { id, message } = incident
      shell.critical({ id, message }).catch(() => undefined)
    })
    await shell.ready({ url: hub.url, mqttUrl: hub.mqttUrl, lines })
  } catch (error) {
    const exitCode = exitCodeOf(error)
    const message = error instanceof Error ? error.message : String(error)
    log.error({ error: error instanceof Error ? error.stack : message }, 'the hub could not start')
    await shell.refused({ exitCode, message })
    process.exit(exitCode)
  }
}

await main()

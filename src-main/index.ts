import { type Config, loadConfig } from '../server/config.ts'
import { systemClock } from '../server/core/clock.ts'
import { stderrLog } from '../server/log/log.ts'
import { app, askToGoOnWithoutMqtt, claimInstance, giveUp, onQuit, onSummons, ownWords } from './electron/app.ts'
import { type Desktop, openDesktop } from './electron/desktop.ts'
import { forkHub } from './electron/hub-process.ts'
import { readLaunch } from './electron/launch.ts'
import { serve } from './electron/serve.ts'
import { folders } from './folders.ts'
import { createFieldBus, type RunningFieldBus } from './hardware/field-bus.ts'
import { HeldIntake } from './held-intake.ts'
import { HubRefused, HubSupervisor } from './hub-supervisor.ts'
import { mqttConfigOf } from './mqtt-config.ts'
import { readyLine } from './ready-line.ts'

const BAD_CONFIGURATION = 2
const PORT_IN_USE = 4

/** The desktop: window and hardware here, the hub in a process of its own. */
const launch = readLaunch(process.argv.slice(1))
if (launch.isServe) serve(launch.flags)

const log = await stderrLog('info')
const clock = systemClock((error) => log.error({ error: String(error) }, 'timer failed'))
const config = readConfig()
if (claimInstance(config.data)) void start()
else app.exit(0)

async function start(): Promise<void> {
  const intake = new HeldIntake()
  const fieldBus = await startHardware(intake)
  let desktop: Desktop | null = null
  const supervisor = new HubSupervisor({
    fork: (port) => forkHub(launch.flags, port),
    fieldBus,
    intake,
    clock,
    log,
    onChange: () => desktop?.hubChanged(),
    onCritical: (incident) => desktop?.critical(incident),
  })
  const { isQuitting } = onQuit(async () => {
    // Hardware first: what it has read already is still committed.
    await fieldBus.stop()
    await supervisor.stop()
  })
  await app.whenReady()
  const started = supervisor.start()
  const iconFolder = `${folders.root}/resources/icons`
  desktop = openDesktop({ supervisor, isQuitting, iconFolder, clock, log })
  onSummons(desktop.summon)
  if (launch.path !== null) desktop.summon(launch.path)
  try {
    const address = await started
    process.stdout.write(`${[readyLine(address), ...address.lines].join('\n')}\n`)
  } catch (error) {
    if (error instanceof HubRefused) giveUp(ownWords().cannotStart, error.message, error.exitCode)
    log.error({ error: String(error) }, 'the hub could not start')
  }
}

function readConfig(): Config {
  try {
    return loadConfig(launch.flags, process.env)
  } catch (error) {
    return giveUp('Quaywatch', error instanceof Error ? error.message : String(error), BAD_CONFIGURATION)
  }
}

async function startHardware(intake: HeldIntake): Promise<RunningFieldBus> {
  const options = { intake, clock, log, isSimulated: config.demo }
  const fieldBus = createFieldBus({ ...options, mqtt: mqttConfigOf(config) })
  try {
    await fieldBus.start()
    return fieldBus
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const isPortTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (!isPortTaken) return giveUp(ownWords().cannotStart, message, 1)
    if (!(await askToGoOnWithoutMqtt(ownWords(), message))) return giveUp(ownWords().mqttTaken, message, PORT_IN_USE)
    await fieldBus.stop()
    const withoutBroker = createFieldBus({ ...options, mqtt: { mode: 'off' } })
    await withoutBroker.start()
    return withoutBroker
  }
}

import { MessageChannel } from 'node:worker_threads'
import { expect, test, vi } from 'vitest'
import { manualClock } from '../server/core/clock.ts'
import type { FieldBus, Reading } from '../server/core/outside.ts'
import { HeldIntake } from './held-intake.ts'
import { HUB_LIFE, type HubChild, type HubPhase, type HubStep, HubSupervisor } from './hub-supervisor.ts'
import { type CriticalIncident, HUB_METHODS, type ShellService } from './hub-wire.ts'
import { connect, expose, nodePort } from './rpc.ts'

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const fieldBus: FieldBus = {
  write: async () => ({ readBack: null, isConfirmed: false, cause: null }),
  publish: async () => ({ isConnected: false }),
  configure: async () => undefined,
  describe: async () => null,
  endpoints: async () => ({ mqtt: 'mqtt://127.0.0.1:1' }),
  serialPorts: async () => [],
}

/** A hub's process as the desktop knows it: a port, and an end. */
class TestHub {
  readonly child: HubChild
  readonly shell: ShellService
  readonly taken: number[] = []
  readonly #listeners: ((code: number | null) => void)[] = []
  readonly #channel = new MessageChannel()

  constructor() {
    const end = (code: number | null) => this.end(code)
    const { port1, port2 } = this.#channel
    this.child = { port: nodePort(port1), onExit: (listener) => this.#listeners.push(listener), kill: () => end(null) }
    const port = nodePort(port2)
    this.shell = connect<ShellService>(port)
    const { taken } = this
    const service = {
      async readings(batch: readonly Reading[]) {
        for (const reading of batch) taken.push(reading.at)
      },
      links: async () => undefined,
      faults: async () => undefined,
      inbox: async () => undefined,
      reports: async () => undefined,
      stop: async () => end(0),
    }
    expose(service, HUB_METHODS, port)
  }

  async up(port: number): Promise<void> {
    await this.shell.takesReadings()
    await this.shell.ready({ url: `http://127.0.0.1:${port}`, mqttUrl: null, lines: [] })
  }

  end(code: number | null): void {
    this.#channel.port1.once('close', () => {
      for (const listener of this.#listeners.splice(0)) listener(code)
    })
    this.#channel.port2.close()
  }
}

function stage() {
  const clock = manualClock(0)
  const intake = new HeldIntake()
  const hubs: TestHub[] = []
  const ports: (number | null)[] = []
  const phases: HubPhase[] = []
  const critical: CriticalIncident[] = []
  const supervisor = new HubSupervisor({
    fork(port) {
      const hub = new TestHub()
      hubs.push(hub)
      ports.push(port)
      return hub.child
    },
    fieldBus,
    intake,
    clock,
    log,
    onChange: (phase) => phases.push(phase),
    onCritical: (incident) => critical.push(incident),
  })
  const hub = (index: number): TestHub => {
    const found = hubs[index]
    if (!found) throw new Error(`no hub ${index}`)
    return found
  }
  const until = (phase: HubPhase) => vi.waitFor(() => expect(supervisor.phase).toBe(phase))
  return { clock, intake, hubs, ports, phases, critical, supervisor, hub, until }
}

const reading = (at: number): Reading => ({ deviceId: 'd1', at, values: { a: 1 }, quality: 'good' })

test('is there when the hub says so, and answers for the field bus', async () => {
  const { supervisor, hub } = stage()
  const started = supervisor.start()
  expect(await hub(0).shell.endpoints()).toEqual({ mqtt: 'mqtt://127.0.0.1:1' })
  await hub(0).up(4780)
  expect(await started).toMatchObject({ url: 'http://127.0.0.1:4780' })
  expect(supervisor.phase).toBe('running')
})

test('starts a crashed hub again where it was, later each time', async () => {
  const { supervisor, hub, hubs, ports, clock, until } = stage()
  const started = supervisor.start()
  await hub(0).up(4999)
  await started
  hub(0).end(9)
  await until('waiting')
  await clock.advance(249)
  expect(hubs).toHaveLength(1)
  await clock.advance(1)
  expect(ports).toEqual([null, 4999])
  hub(1).end(9)
  await until('waiting')
  await clock.advance(499)
  expect(hubs).toHaveLength(2)
  await clock.advance(1)
  expect(hubs).toHaveLength(3)
  await hub(2).up(4999)
  await until('running')
  await clock.advance(61_000)
  hub(2).end(9)
  await until('waiting')
  await clock.advance(250)
  expect(hubs).toHaveLength(4)
})

test('keeps what the hardware reads while the hub is away', async () => {
  const { supervisor, hub, intake, clock, until } = stage()
  void supervisor.start()
  const early = intake.readings([reading(1)])
  await hub(0).up(4780)
  await early
  hub(0).end(9)
  await until('waiting')
  const meanwhile = intake.readings([reading(2)])
  await clock.advance(250)
  await hub(1).up(4780)
  await meanwhile
  expect([hub(0).taken, hub(1).taken]).toEqual([[1], [2]])
})

test('does not try again what the hub refuses at first', async () => {
  const { supervisor, hub, hubs, clock } = stage()
  const started = supervisor.start()
  await hub(0).shell.refused({ exitCode: 3, message: 'in use' })
  hub(0).end(3)
  await expect(started).rejects.toMatchObject({ message: 'in use', exitCode: 3 })
  await clock.advance(60_000)
  expect(hubs).toHaveLength(1)
})

test('tries again a refusal after it once ran: the port may not be free yet', async () => {
  const { supervisor, hub, hubs, clock, until } = stage()
  void supervisor.start()
  await hub(0).up(4780)
  hub(0).end(9)
  await until('waiting')
  await clock.advance(250)
  await hub(1).shell.refused({ exitCode: 4, message: 'port in use' })
  hub(1).end(4)
  await until('waiting')
  await clock.advance(500)
  expect(hubs).toHaveLength(3)
})

test('passes on what is critical', async () => {
  const { supervisor, hub, critical } = stage()
  void supervisor.start()
  await hub(0).up(4780)
  const incident = { id: 'i1', message: { tr: 'Pedestal 7: Gerilim', en: 'Pedestal 7: Voltage' } }
  await hub(0).shell.critical(incident)
  expect(critical).toEqual([incident])
})

test('stops the hub in order, and once', async () => {
  const { supervisor, hub, phases } = stage()
  void supervisor.start()
  await hub(0).up(4780)
  await Promise.all([supervisor.stop(), supervisor.stop()])
  await supervisor.stop()
  expect(phases).toEqual(['starting', 'running', 'stopping', 'stopped'])
})

test('stops while it waits to start again', async () => {
  const { supervisor, hub, hubs, clock, intake, until } = stage()
  void supervisor.start()
  await hub(0).up(4780)
  hub(0).end(9)
  await until('waiting')
  const held = intake.readings([reading(1)])
  const stopped = supervisor.stop()
  await expect(held).rejects.toThrow('stopped')
  await stopped
  await clock.advance(60_000)
  expect(hubs).toHaveLength(1)
})

test('the life of the hub’s process has no other ways', () => {
  const steps: HubStep[] = ['start', 'ready', 'exit', 'retry', 'stop']
  const ways = Object.entries(HUB_LIFE).flatMap(([phase, next]) =>
    steps.flatMap((step) => (next[step] ? [`${phase} –${step}→ ${next[step]}`] : [])),
  )
  expect(ways).toEqual([
    'stopped –start→ starting',
    'starting –ready→ running',
    'starting –exit→ waiting',
    'starting –stop→ stopping',
    'running –exit→ waiting',
    'running –stop→ stopping',
    'waiting –retry→ starting',
    'waiting –stop→ stopped',
    'stopping –exit→ stopped',
  ])
})

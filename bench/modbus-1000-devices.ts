/**
 * 1,000 Modbus TCP devices × 20 registers every 5 s, each device its own address and connection. The slaves run in
 * another process, so that the processor time is that of the field bus alone. Baseline: the same field bus asking for
 * every register by itself, as a poller without a planner does.
 */
import { fork } from 'node:child_process'
import { createModbusSlave } from '../e2e/simulators/modbus-slave.ts'
import { systemClock } from '../server/core/clock.ts'
import type { GatewayPlan, Intake, Log } from '../server/core/outside.ts'
import { createFieldBus } from '../src-main/hardware/field-bus.ts'
import { device, gateway, register, template } from '../src-main/hardware/test-hardware.ts'

const DEVICES = 1_000
const REGISTERS = 20
const PERIOD_MS = 5_000
const SETTLE_MS = 6_000
const MEASURED_MS = 30_000

const silent = () => undefined
const log: Log = { debug: silent, info: silent, warn: silent, error: silent }

async function serve(): Promise<void> {
  const ports: number[] = []
  for (let index = 0; index < DEVICES; index++) {
    const slave = await createModbusSlave({ port: 0 })
    slave.unit(1).set('holding', 0, ...Array.from({ length: REGISTERS }, (_, address) => address))
    ports.push(slave.port)
  }
  process.send?.(ports)
  process.once('disconnect', () => process.exit(0))
}

function plansOf(ports: readonly number[], maxRead: number): GatewayPlan[] {
  const registers = Array.from({ length: REGISTERS }, (_, address) =>
    register({ metric: `metric_${address}`, address }),
  )
  const map = template(registers, { maxRead })
  return ports.map((port, index) => {
    const polled = device({ id: `device-${index}`, pollIntervalMs: PERIOD_MS, template: map })
    return gateway({ type: 'modbus_tcp', host: '127.0.0.1', port }, [polled], { id: `gateway-${index}` })
  })
}

async function measure(plans: readonly GatewayPlan[]) {
  let polls = 0
  let faults = 0
  const intake: Intake = {
    readings: async (batch) => {
      polls += batch.length
    },
    faults: async (batch) => {
      faults += batch.length
    },
    links: async () => undefined,
    inbox: async () => undefined,
    reports: async () => undefined,
    claim: async () => ({ refused: 'no claims here' }),
  }
  const bus = createFieldBus({ intake, clock: systemClock(console.error), log, mqtt: { mode: 'off' } })
  await bus.start()
  await bus.configure(plans)
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  await pause(SETTLE_MS)
  polls = 0
  const [cpuBefore, startedAt] = [process.cpuUsage(), performance.now()]
  await pause(MEASURED_MS)
  const cpu = process.cpuUsage(cpuBefore)
  const elapsedMs = performance.now() - startedAt
  const due = Math.floor((DEVICES * elapsedMs) / PERIOD_MS)
  await bus.stop()
  return {
    perSecond: (polls * 1_000) / elapsedMs,
    cpuPercent: (cpu.user + cpu.system) / 10 / elapsedMs,
    missed: Math.max(0, due - polls),
    due,
    faults,
  }
}

async function main(): Promise<void> {
  const child = fork(import.meta.filename, ['slaves'])
  const ports = await new Promise<number[]>((resolve) =>
    child.once('message', (message) => resolve(message as number[])),
  )
  const product = await measure(plansOf(ports, 125))
  const baseline = await measure(plansOf(ports, 1))
  child.disconnect()
  const required = (DEVICES * 1_000) / PERIOD_MS
  const print = (line: string) => process.stdout.write(`${line}\n`)
  print(
    `modbus polls: ${product.perSecond.toFixed(1)} polls/s (× ${(product.perSecond / required).toFixed(2)} against baseline needed)`,
  )
  print(
    `modbus cpu: ${product.cpuPercent.toFixed(1)} % of one core (× ${(product.cpuPercent / baseline.cpuPercent).toFixed(2)} against baseline one-request-per-register)`,
  )
  print(
    `modbus missed periods: ${product.missed} of ${product.due} (× ${(product.missed / product.due).toFixed(3)} against baseline all)`,
  )
  print(`modbus faults: ${product.faults} faults (× ${product.faults} against baseline none)`)
}

await (process.argv[2] === 'slaves' ? serve() : main())

/**
 * From a value changing in a Modbus slave to a message on the window's socket, beyond the poll period; and the time from
 * starting the program to listening and to a first live value.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { createModbusSlave } from '../e2e/simulators/modbus-slave.ts'
import { BUILT, signedIn, startProgram } from '../src-main/test-program.ts'
import { option, printFigure } from './figure.ts'

const CHANGES = option('changes', 200)
const POLL_MS = 200

const CACHED = { NODE_COMPILE_CACHE: join(tmpdir(), 'quaywatch-bench-compiled') }

const folder = await mkdtemp(join(tmpdir(), 'quaywatch-bench-'))
const slave = await createModbusSlave({ port: 0 })
const float = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatBE(value)
  slave.unit(1).set('input', 0x34, bytes.readUInt16BE(0), bytes.readUInt16BE(2))
}
slave.unit(1).set('input', 0, ...Array<number>(400).fill(0))
float(1)

const first = await startProgram(['--data', folder], CACHED, BUILT)
const call = await signedIn(first)
const gateway = await call('POST', '/api/gateways', {
  name: 'g',
  type: 'modbus_tcp',
  connection: { host: '127.0.0.1', port: slave.port },
})
const device = await call('POST', '/api/devices', {
  name: 'd',
  device_type: 'energy_analyzer',
  gateway_id: gateway.id,
  slave_id: 1,
  template_id: 'eastron-sdm630',
  poll_interval_s: POLL_MS / 1000,
})
await first.kill('SIGTERM')

const starts: number[] = []
for (let round = 0; round < 5; round++) {
  const began = performance.now()
  const program = await startProgram(['--data', folder], CACHED, BUILT)
  starts.push(performance.now() - began)
  await program.kill('SIGTERM')
}
printFigure('start to listening', median(starts), 'ms', { name: 'aim', figure: 500 })

const began = performance.now()
const program = await startProgram(['--data', folder], CACHED, BUILT)
const { access_token: token } = await (
  await fetch(`${program.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'operator@firma.com', password: 'GucluSifre123!' }),
  })
).json()
const socket = new WebSocket(`${program.url.replace('http', 'ws')}/ws/telemetry?token=${token}&devices=${device.id}`)
const waiting = new Map<number, () => void>()
socket.on('message', (data) => {
  for (const item of JSON.parse(String(data)).items ?? []) {
    const entry = item.values.active_power
    if (entry?.quality === 'good') waiting.get(Math.round(entry.value))?.()
  }
})
const seen = (value: number) => new Promise<void>((resolve) => waiting.set(value, resolve))
await seen(1)
printFigure('start to the first live value on the socket', performance.now() - began, 'ms', {
  name: 'aim',
  figure: 3_000,
})

const latencies: number[] = []
for (let change = 2; change < CHANGES + 2; change++) {
  const told = seen(change)
  const at = performance.now()
  float(change)
  await told
  latencies.push(performance.now() - at)
}
latencies.sort((a, b) => a - b)
const beyond = (share: number) => Math.max(0, (latencies[Math.floor(latencies.length * share)] ?? 0) - POLL_MS)
printFigure('slave to socket beyond the poll period, median', beyond(0.5), 'ms')
printFigure('slave to socket beyond the poll period, p99', beyond(0.99), 'ms', { name: 'aim', figure: 300 })
socket.close()
await program.kill('SIGTERM')
await slave.stop()
await rm(folder, { recursive: true, force: true })

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

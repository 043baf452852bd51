/**
 * MQTT → committed → alarm evaluated → socket: points per second sustained, acknowledged only after the commit, with
 * producer, broker, hub, store and a listening client on one machine. 1,000 devices × 10 metrics in messages of 10.
 * Baseline: the published 10,000 points/s of a common IoT platform's SQL store.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { BUILT, signedIn, startProgram } from '../src-main/test-program.ts'
import { option, printFigure } from './figure.ts'
import { rawProducer } from './raw-mqtt.ts'

const SECONDS = option('seconds', 60)
const DEVICES = option('devices', 1_000)
const METRICS = [
  'voltage_l1',
  'voltage_l2',
  'voltage_l3',
  'current_l1',
  'current_l2',
  'current_l3',
  'active_power',
  'power_factor',
  'frequency',
  'energy_import',
]
const CALM_SECONDS = option('calm', 20)
const WINDOW = option('window', 4_000)
const BASELINE = { name: 'ThingsBoard SQL, as published', figure: 10_000 }

const CACHED = { NODE_COMPILE_CACHE: join(tmpdir(), 'quaywatch-bench-compiled') }

const folder = await mkdtemp(join(tmpdir(), 'quaywatch-bench-'))
const program = await startProgram(['--data', folder], CACHED, BUILT)
const call = await signedIn(program)
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const gateway = await call('POST', '/api/gateways', { name: 'bench', type: 'mqtt', connection: { client_id: 'bench' } })
for (let index = 0; index < DEVICES; index++) {
  // The API allows thirty requests a second.
  await pause(36)
  await call('POST', '/api/devices', {
    name: `d${index}`,
    device_type: 'energy_analyzer',
    gateway_id: gateway.id,
    external_id: `d${index}`,
  })
}
await pause(1_100)
for (const metric of ['active_power', 'voltage_l1', 'current_l1']) {
  const condition = { type: 'threshold', metric, operator: '>', value: 1e9 }
  await call('POST', '/api/alarms', {
    name: metric,
    severity: 'high',
    target: { device_type: 'energy_analyzer' },
    condition,
  })
}
await pause(1_000)

const { access_token: token } = await (
  await fetch(`${program.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'operator@firma.com', password: 'GucluSifre123!' }),
  })
).json()
const socket = new WebSocket(`${program.url.replace('http', 'ws')}/ws/telemetry?token=${token}`)
let told = 0
socket.on('message', (data) => {
  told += String(data).length
})

const producer = await rawProducer(program.mqttUrl ?? '', gateway.username, gateway.password, WINDOW)
const topics = Array.from({ length: DEVICES }, (_, index) => `quaywatch/bench/d${index}/telemetry`)
let energy = 0
function payloadOf(wave: number): string {
  energy += 3
  const values = `"voltage_l1":${230 + wave / 10},"voltage_l2":${231 - wave / 10},"voltage_l3":229.4,"current_l1":${10 + wave / 8},"current_l2":9.875,"current_l3":11.25,"active_power":${7_000 + wave * 3},"power_factor":0.97,"frequency":50.01,"energy_import":${1_000_000 + energy}`
  return `{"ts":${Date.now()},"values":{${values}}}`
}
const memoryMb = async (line: string) => {
  const status = await readFile(`/proc/${program.process.pid}/status`, 'utf8').catch(() => '')
  return Number(new RegExp(`${line}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / 1_024
}

// First a marina's own pace: every series once a second.
for (let second = 0; second < CALM_SECONDS; second++) {
  const payload = payloadOf(second % 40)
  for (const topic of topics) await producer.publish(topic, payload)
  await pause(1_000)
}
printFigure(`memory with ${DEVICES * METRICS.length} series at one sample a second`, await memoryMb('VmRSS'), 'MB', {
  name: 'aim',
  figure: 350,
})

// Then all that it can take.
const before = producer.acknowledged()
const began = performance.now()
let messages = 0
let half = 0
while (performance.now() - began < SECONDS * 1_000) {
  const payload = payloadOf((messages / DEVICES) % 40)
  for (const topic of topics) {
    await producer.publish(topic, payload)
    messages++
  }
  if (half === 0 && performance.now() - began > SECONDS * 500) half = producer.acknowledged() - before
}
await producer.drained()
const elapsedS = (performance.now() - began) / 1_000
const acknowledged = producer.acknowledged() - before
const perS = (acknowledged * METRICS.length) / elapsedS
printFigure('MQTT to committed, judged and sent', perS, 'points/s', BASELINE)
printFigure('second half against the first', (acknowledged - half) / half, '×')
printFigure('told to the window', told / elapsedS / 1_000, 'kB/s')
printFigure('memory at the peak of the flood', await memoryMb('VmHWM'), 'MB')
const stats = (await call('GET', '/api/console/system')).telemetry
printFigure('points in the store', stats.points, 'points')
producer.end()
socket.close()
await program.kill('SIGTERM')
await rm(folder, { recursive: true, force: true })

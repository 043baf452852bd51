import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { loadConfig } from '../../server/config.ts'
import { runHeadless } from '../headless-runtime.ts'
import { DEVICES, GATEWAYS, MARINA, POLICIES } from './marina.ts'
import { PEDESTALS, PONTOONS } from './site/layout.ts'

// A whole marina is set up, and started more than once.
vi.setConfig({ testTimeout: 240_000 })

const folder = mkdtempSync(join(tmpdir(), 'quaywatch-demo-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Listed {
  readonly total: number
  readonly items: readonly { readonly id: string; readonly name: string; readonly is_online?: boolean }[]
}

interface Latest {
  readonly metric: string
  readonly value: number | null
}

async function start() {
  const lines: string[] = []
  const config = loadConfig(['--demo', '--data', folder, '--port', '0', '--mqtt-port', '0'], {})
  const running = await runHeadless(config, (line) => lines.push(line))
  const url = /http:\S+/.exec(lines[0] ?? '')?.[0] ?? ''
  const [, email, password] = /^Demo sign-in: (\S+) (\S+)$/.exec(lines[1] ?? '') ?? []
  const signedIn = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  const { access_token } = (await signedIn.json()) as { access_token: string }
  const get = async (path: string) =>
    (await (await fetch(url + path, { headers: { authorization: `Bearer ${access_token}` } })).json()) as Listed
  const write = async (id: string, value: number) => {
    const answer = await fetch(`${url}/api/console/devices/${id}/write`, {
      method: 'POST',
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ point: 'breaker', value }),
    })
    return answer.json()
  }
  const latest = async (id: string, metric: string) => {
    const { items } = (await get(`/api/console/devices/${id}/latest`)) as unknown as { items: Latest[] }
    return items.find((item) => item.metric === metric)?.value ?? null
  }
  return { running, lines, get, write, latest }
}

let made = { devices: 0, gateways: 0 }

it('sets the marina up once, over real protocols, and finds it again at the next start', async () => {
  const first = await start()
  const devices = await first.get('/api/devices?limit=200&sort_by=name')
  const nameOf = ({ name }: { readonly name: string }) => name
  // The Zigbee network brings devices and a gateway of its own.
  made = { devices: devices.total, gateways: (await first.get('/api/gateways')).total }
  expect(devices.items.map(nameOf)).toEqual(expect.arrayContaining(DEVICES.map(nameOf)))
  const gateways = await first.get('/api/gateways')
  expect(gateways.items.map(nameOf)).toEqual(expect.arrayContaining(GATEWAYS.map(nameOf)))
  expect((await first.get('/api/alarms')).total).toBe(POLICIES.length)
  expect((await first.get('/api/loto/points')).total).toBe(PONTOONS.length + PEDESTALS.length)
  expect((await first.get('/api/loto/points?name=Pedestal%20B12')).total).toBe(1)
  expect((await first.get('/api/users')).total).toBe(1 + MARINA.colleagues.length)
  await expect
    .poll(async () => (await first.get('/api/devices?limit=1&is_online=true')).total, {
      timeout: 60_000,
      interval: 500,
    })
    .toBeGreaterThan(DEVICES.length - 3)
  await first.running.stop()

  const state = join(folder, 'demo', 'demo.json')
  expect(statSync(state).mode & 0o077).toBe(0)
  const { historyFrom } = JSON.parse(readFileSync(state, 'utf8')) as { historyFrom: number }

  const second = await start()
  expect(second.lines[1]).toBe(first.lines[1])
  const again = await second.get('/api/devices?limit=200&sort_by=name')
  expect(again.items.map(({ id }) => id)).toEqual(devices.items.map(({ id }) => id))
  expect((await second.get('/api/alarms')).total).toBe(POLICIES.length)
  await expect
    .poll(async () => (await second.get('/api/devices?limit=1&is_online=true')).total, {
      timeout: 60_000,
      interval: 500,
    })
    .toBeGreaterThan(DEVICES.length - 3)
  await second.running.stop()
  const later = JSON.parse(readFileSync(state, 'utf8')) as { historyFrom: number }
  expect(later.historyFrom).toBeLessThanOrEqual(historyFrom)
})

it.each(['Pedestal B12', 'Pedestal F03'])('the breaker of %s is switched by whoever finds it', async (name) => {
  const { running, get, write, latest } = await start()
  const find = async (wanted: string) =>
    (await get(`/api/devices?limit=200&name=${encodeURIComponent(wanted)}`)).items[0]?.id ?? ''
  const [pedestal, breaker] = [await find(name), await find(`${name} breaker`)]
  const told = (metric: string) => expect.poll(() => latest(pedestal, metric), { timeout: 60_000, interval: 300 })
  await told('voltage_l1').toBeGreaterThan(200)
  // Its gateway may still be on its way to the broker.
  await expect
    .poll(() => write(breaker, 0), { timeout: 60_000, interval: 500 })
    .toEqual({ point: 'breaker', requested: 0, read_back: 0, confirmed: true })
  await told('voltage_l1').toBe(0)
  await told('active_power').toBe(0)
  expect(await write(breaker, 1)).toMatchObject({ confirmed: true })
  await told('voltage_l1').toBeGreaterThan(200)
  await running.stop()
})

it('finds its way in again when the first start was cut off before it was told who the owner is', async () => {
  const state = join(folder, 'demo', 'demo.json')
  const before = JSON.parse(readFileSync(state, 'utf8')) as Record<string, unknown>
  writeFileSync(state, JSON.stringify({ ...before, owner: null, isSeeded: false }))
  const third = await start()
  expect((await third.get('/api/devices?limit=200')).total).toBe(made.devices)
  expect((await third.get('/api/gateways')).total).toBe(made.gateways)
  await third.running.stop()
  expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({ owner: before.owner, isSeeded: true })
})

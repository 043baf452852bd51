import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { OtaGateway } from '../e2e/simulators/ota-gateway.ts'
import { type Program, SIGN_IN, signedIn, startProgram } from './test-program.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const PEM = publicKey.export({ format: 'pem', type: 'spki' }).toString()
const IMAGE = Buffer.from(Array.from({ length: 2_000_000 }, (_, index) => (index * 31) % 253))
const soon = { timeout: 15_000, interval: 50 }

let folder: string
let program: Program
let call: Awaited<ReturnType<typeof signedIn>>
let firmware: { id: string }
const gateways: OtaGateway[] = []

/** Twenty gateways in a row meet the rate limit. */
const patiently = <T>(run: () => Promise<T>): Promise<T> => vi.waitFor(run, { timeout: 5_000, interval: 250 })

async function node(name: string): Promise<{ id: string; gateway: OtaGateway }> {
  const made = await patiently(() =>
    call('POST', '/api/gateways', { name, type: 'mqtt', connection: { client_id: name } }),
  )
  const { username, password } = made
  const url = program.mqttUrl ?? ''
  const gateway = new OtaGateway({ url, clientId: name, username, password, version: '1.0.0', publicKey: PEM })
  gateways.push(gateway)
  await gateway.connect()
  await vi.waitFor(async () => expect((await call('GET', `/api/gateways/${made.id}`)).is_online).toBe(true), soon)
  return { id: made.id, gateway }
}

const start = (id: string) => call('POST', '/api/ota/updates', { firmware_id: firmware.id, gateway_id: id })
const read = (id: string) => call('GET', `/api/ota/updates/${id}`)
const becomes = (id: string, wanted: object) =>
  vi.waitFor(async () => expect(await read(id)).toMatchObject(wanted), soon)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quaywatch-ota-'))
  program = await startProgram(['--data', folder])
  call = await signedIn(program)
  await call('POST', '/api/console/firmware/keys', { name: 'Build', public_key: PEM })
  const form = new FormData()
  const fields = { name: 'Node', version: '1.1.0', device_type: 'dock_node', hw_revision: 'B' }
  const signature = sign(null, IMAGE, privateKey).toString('base64')
  for (const [name, value] of Object.entries({ ...fields, signature })) form.append(name, value)
  form.append('file', new Blob([Uint8Array.from(IMAGE)]), 'node.bin')
  const signIn = await fetch(`${program.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(SIGN_IN),
  })
  const { access_token } = (await signIn.json()) as { access_token: string }
  const answer = await fetch(`${program.url}/api/firmware/versions`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${access_token}` },
  })
  firmware = (await answer.json()) as { id: string }
  await call('POST', `/api/firmware/versions/${firmware.id}/release`)
})
afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.close()
})
afterAll(async () => {
  await program?.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

describe('a gateway behind the real program', () => {
  it('fetches, verifies, installs, restarts and says what it runs', async () => {
    const { id, gateway } = await node('plain')
    const { id: update } = await start(id)
    await becomes(update, { status: 'succeeded', from_version: '1.0.0', reported_version: '1.1.0' })
    expect(gateway.unit.version).toBe('1.1.0')
    const units = (await call('GET', '/api/console/firmware/units')).items
    expect(units).toContainEqual(expect.objectContaining({ unit_id: id, version: '1.1.0', hw_revision: 'B' }))
  })

  it('loses its power in the middle of the download and goes on from there', async () => {
    const { id, gateway } = await node('dark')
    const cut = Promise.withResolvers<void>()
    gateway.beforeTenth = async () => {
      if (gateway.unit.fetchedBytes < IMAGE.length / 2) return
      gateway.beforeTenth = () => undefined
      gateway.cutPower()
      cut.resolve()
    }
    const { id: update } = await start(id)
    await cut.promise
    const fetched = gateway.unit.fetchedBytes
    expect(fetched).toBeGreaterThan(0)
    expect(fetched).toBeLessThan(IMAGE.length)
    await becomes(update, { status: 'queued', waits_for: 'gateway' })
    await gateway.connect()
    await becomes(update, { status: 'succeeded', attempt: 1 })
    expect(gateway.unit.version).toBe('1.1.0')
  })

  it('loses its power while installing, comes back with the old version, and is tried again', async () => {
    const { id, gateway } = await node('half')
    const cut = Promise.withResolvers<void>()
    gateway.beforeTenth = async () => {
      if (!gateway.said.at(-1)?.includes('installing')) return
      gateway.beforeTenth = () => undefined
      await vi.waitFor(
        async () => expect((await call('GET', '/api/ota/updates?status=installing')).total).toBe(1),
        soon,
      )
      gateway.cutPower()
      cut.resolve()
    }
    const { id: update } = await start(id)
    await cut.promise
    await vi.waitFor(async () => expect((await call('GET', `/api/gateways/${id}`)).is_online).toBe(false), soon)
    expect((await read(update)).status).toBe('installing')
    await gateway.connect()
    await becomes(update, { status: 'failed', error: 'rolled_back', error_detail: '1.0.0' })
    const { id: again } = await call('POST', `/api/ota/updates/${update}/retry`)
    await becomes(again, { status: 'succeeded', attempt: 2, retry_of: update })
  })

  it.each([
    ['lies', { status: 'failed', error: 'version_mismatch', error_detail: '1.0.0' }],
    ['rolls_back', { status: 'failed', error: 'rolled_back' }],
    ['download_damaged', { status: 'failed', error: 'unit_failed', error_detail: 'hash does not fit' }],
    ['install_fails', { status: 'failed', error: 'unit_failed' }],
    ['keeps_quiet', { status: 'installing' }],
  ] as const)('that %s is found out', async (mishap, wanted) => {
    const { id, gateway } = await node(mishap)
    gateway.mishap = mishap
    const { id: update } = await start(id)
    await becomes(update, wanted)
  })

  it('goes on when the hub was killed in the middle', async () => {
    const { id, gateway } = await node('steady')
    const held = Promise.withResolvers<void>()
    const reached = Promise.withResolvers<void>()
    gateway.beforeTenth = () => {
      reached.resolve()
      return held.promise
    }
    const { id: update } = await start(id)
    await reached.promise
    await becomes(update, { status: 'downloading' })
    const { port } = new URL(program.url)
    const mqttPort = new URL(program.mqttUrl ?? '').port
    await program.kill('SIGKILL')
    gateway.cutPower()
    held.resolve()
    gateway.beforeTenth = () => undefined
    program = await startProgram(['--data', folder, '--port', port, '--mqtt-port', mqttPort])
    call = await signedIn(program)
    expect((await read(update)).status).toBe('downloading')
    await gateway.connect()
    await becomes(update, { status: 'succeeded' })
  })
})

it('twenty gateways, one of which cannot: nineteen are updated and the one is named', async () => {
  const nodes: { id: string; gateway: OtaGateway }[] = []
  for (let index = 1; index <= 20; index++) nodes.push(await node(`fleet-${index}`))
  const [bad] = nodes.slice(12)
  if (bad) bad.gateway.mishap = 'install_fails'
  const batch = await call('POST', '/api/ota/updates/batch', {
    firmware_id: firmware.id,
    gateway_ids: nodes.map(({ id }) => id),
    error_threshold_percent: 20,
  })
  await vi.waitFor(
    async () =>
      expect(await call('GET', `/api/console/ota/batches/${batch.id}`)).toMatchObject({
        status: 'completed',
        counts: { total: 20, over: 20, succeeded: 19, failed: 1 },
      }),
    { timeout: 40_000, interval: 200 },
  )
  const { updates } = await call('GET', `/api/console/ota/batches/${batch.id}`)
  const failed = updates.filter((update: { status: string }) => update.status === 'failed')
  expect(failed).toMatchObject([{ unit_name: 'fleet-13', error: 'unit_failed', allowed_actions: ['retry'] }])
}, 60_000)

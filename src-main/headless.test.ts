import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { connectAsync } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Program, signedIn, startProgram } from './test-program.ts'

describe('the headless program', () => {
  let folder: string
  const running = new Set<Program>()
  const start = async (...flags: string[]) => {
    const program = await startProgram(['--data', folder, ...flags])
    running.add(program)
    return program
  }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quaywatch-program-'))
  })
  afterEach(async () => {
    await Promise.all([...running].map((program) => program.kill('SIGKILL')))
    running.clear()
    await rm(folder, { recursive: true, force: true })
  })

  it('prints exactly one ready line with both addresses, and ends with 0 on SIGTERM', async () => {
    const program = await start()
    expect(program.lines).toEqual([`Quaywatch is ready: ${program.url} ${program.mqttUrl}`])
    expect(program.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(program.mqttUrl).toMatch(/^mqtt:\/\/127\.0\.0\.1:\d+$/)
    expect((await fetch(`${program.url}/health`)).status).toBe(200)
    expect(await program.kill('SIGTERM')).toBe(0)
  })

  it('refuses a second instance on the same data folder with 3', async () => {
    await start()
    await expect(start()).rejects.toMatchObject({ code: 3, message: expect.stringContaining('already running') })
  })

  it('ends with 4 when a port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const address = taken.address()
    const port = String(typeof address === 'object' && address ? address.port : 0)
    await expect(start('--port', port)).rejects.toMatchObject({ code: 4 })
    await expect(start('--mqtt-port', port)).rejects.toMatchObject({ code: 4 })
    taken.close()
  })

  it('ends with 2 on a flag that it does not know or cannot read', async () => {
    await expect(start('--prot', '1')).rejects.toMatchObject({ code: 2 })
    await expect(start('--port', 'seventy')).rejects.toMatchObject({
      code: 2,
      message: expect.stringContaining('port'),
    })
  })

  it('keeps every acknowledged sample over kill -9, at whatever moment it comes', async () => {
    const ROUNDS = 8
    const acknowledged: number[] = []
    let device = ''
    let credentials = { username: '', password: '' }
    const base = Date.now() - 3_600_000
    let next = 0
    for (let round = 0; round < ROUNDS; round++) {
      const program = await start()
      if (round === 0) {
        const call = await signedIn(program)
        const gateway = await call('POST', '/api/gateways', { name: 'g', type: 'mqtt', connection: { client_id: 'g' } })
        credentials = gateway
        device = (
          await call('POST', '/api/devices', {
            name: 'd',
            device_type: 'sensor',
            gateway_id: gateway.id,
            external_id: 'd',
          })
        ).id
      }
      const client = await connected(program, credentials)
      // Killed after a number of acknowledgements that differs by round, with more under way.
      const enough = Promise.withResolvers<void>()
      let left = 40 + round * 53
      const publish = (at: number) =>
        client
          .publishAsync(
            'quaywatch/g/d/telemetry',
            JSON.stringify({ ts: base + at * 10, values: { temperature: at } }),
            { qos: 1 },
          )
          .then(() => {
            acknowledged.push(at)
            if (--left === 0) enough.resolve()
          })
          .catch(() => undefined)
      for (let count = 0; count < 40 + round * 53 + 200; count++) void publish(next++)
      await enough.promise
      await program.kill('SIGKILL')
      running.delete(program)
      await client.endAsync(true)
    }
    const program = await start()
    const call = await signedIn(program)
    const range = `start=${new Date(base - 1).toISOString()}&end=${new Date(base + next * 10).toISOString()}`
    const { series } = await call('GET', `/api/console/devices/${device}/series?metrics=temperature&${range}`)
    const stored = new Set(series.temperature.points.map((point: [number, number, string]) => point[1]))
    expect(acknowledged.length).toBeGreaterThan(ROUNDS * 40)
    expect(acknowledged.filter((value) => !stored.has(value))).toEqual([])
    expect(await program.kill('SIGTERM')).toBe(0)
    for (const file of ['quaywatch.db', 'telemetry.db']) {
      const database = new Database(join(folder, file))
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
      database.close()
    }
  }, 120_000)
})

/** The hardware learns of a new gateway a moment after it was made: connects as soon as it is let in. */
async function connected(program: Program, { username, password }: { username: string; password: string }) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await connectAsync(program.mqttUrl ?? '', {
        username,
        password,
        reconnectPeriod: 0,
        connectTimeout: 5_000,
      })
    } catch (error) {
      if (attempt === 50) throw error
    }
  }
}

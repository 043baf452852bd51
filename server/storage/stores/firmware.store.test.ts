import type { Kysely } from 'kysely'
import { expect, it } from 'vitest'
import type { FirmwareVersion } from '../../core/firmware/firmware.types.ts'
import type { OtaUpdate } from '../../core/firmware/ota.types.ts'
import type { ConfigPush } from '../../core/gateway-config/config.types.ts'
import type { DB } from '../schema.ts'
import { onBothDatabases } from '../test-databases.ts'
import { makeStores } from './stores.ts'

const firmware = (id: string, version: string): FirmwareVersion => ({
  id,
  tenantId: 't',
  name: 'Node',
  version,
  deviceType: 'node',
  hwRevision: null,
  minFromVersion: null,
  notes: null,
  fileName: null,
  sizeBytes: 5_000_000_000,
  sha256: `${id}`.padEnd(64, '0'),
  signature: null,
  keyId: null,
  state: 'draft',
  createdAt: 1,
  createdBy: null,
  releasedAt: null,
  releasedBy: null,
  deprecatedAt: null,
})

const update = (id: string, more: Partial<OtaUpdate> = {}): OtaUpdate => ({
  id,
  tenantId: 't',
  firmwareId: 'f1',
  gatewayId: 'g1',
  deviceId: null,
  batchId: null,
  wave: null,
  attempt: 1,
  retryOf: null,
  state: 'queued',
  waitsFor: null,
  progress: null,
  error: null,
  errorDetail: null,
  fromVersion: null,
  reportedVersion: null,
  offers: 0,
  tokenSha256: null,
  tokenExpiresAt: null,
  stateSince: 1,
  deadlineAt: 100,
  queueExpiresAt: 100,
  createdAt: 1,
  createdBy: null,
  startedAt: null,
  finishedAt: null,
  ...more,
})

const push = (version: number, state: ConfigPush['state']): ConfigPush => ({
  id: `p${version}`,
  tenantId: 't',
  gatewayId: 'g1',
  version,
  hash: `h${version}`,
  config: { version },
  state,
  waitsFor: null,
  error: null,
  rollbackOf: null,
  createdAt: version,
  createdBy: null,
  sentAt: null,
  deadlineAt: null,
  finishedAt: null,
})

onBothDatabases('firmware, updates and configurations', (db: () => Kysely<DB>) => {
  const stores = () => makeStores(db())
  const newest = { offset: 0, limit: 10, sortBy: 'created_at', sortOrder: 'desc' } as const

  it('keeps a version whole, finds it by what it is, and lets nobody save it twice', async () => {
    const made = firmware('f1', '1.0.0')
    await stores().firmware.save(made)
    await stores().firmware.save({ ...made, state: 'released', releasedAt: 5 })
    expect(await stores().firmware.get('t', 'f1')).toEqual({ ...made, state: 'released', releasedAt: 5 })
    expect(await stores().firmware.get('other', 'f1')).toBeNull()
    expect(await stores().firmware.idOf(firmware('f2', '1.0.0'))).toBe('f1')
    await expect(stores().firmware.save(firmware('f2', '1.0.0'))).rejects.toThrow()
    expect((await stores().firmware.list('t', { status: 'released' }, newest)).total).toBe(1)
  })

  it('finds what is due, what holds a gateway, and the whole chain of attempts from any of them', async () => {
    const { ota } = stores()
    await ota.save(update('u1', { state: 'failed', deadlineAt: null, createdAt: 1 }))
    await ota.save(update('u2', { retryOf: 'u1', attempt: 2, state: 'timed_out', deadlineAt: null, createdAt: 2 }))
    await ota.save(update('u3', { retryOf: 'u2', attempt: 3, state: 'downloading', deadlineAt: 50, createdAt: 3 }))
    await ota.save(update('u4', { gatewayId: 'g2', state: 'pending', deadlineAt: null, batchId: 'b', wave: 1 }))
    const ids = (found: readonly OtaUpdate[]) => found.map(({ id }) => id)
    expect(ids(await ota.due(49))).toEqual([])
    expect(ids(await ota.due(50))).toEqual(['u3'])
    expect(ids(await ota.activeOf('g1'))).toEqual(['u3'])
    expect(ids(await ota.activeOf('g2'))).toEqual([])
    expect(ids(await ota.ofBatch('b'))).toEqual(['u4'])
    for (const id of ['u1', 'u2', 'u3'])
      expect(ids(await ota.chainOf(update(id, (await ota.find(id)) ?? {})))).toEqual(['u1', 'u2', 'u3'])
    const failed = await ota.list('t', { states: ['failed', 'timed_out'] }, newest)
    expect([failed.total, ids(failed.items)]).toEqual([2, ['u2', 'u1']])
  })

  it('does not forget what kind a unit is when it says only its version', async () => {
    const { ota } = stores()
    const unit = { unitId: 'g1', gatewayId: 'g1', version: '1', deviceType: 'node', hwRevision: 'B', reportedAt: 1 }
    await ota.saveUnit('t', unit)
    await ota.saveUnit('t', { ...unit, version: '2', deviceType: null, hwRevision: null, reportedAt: 2 })
    expect(await ota.units('t')).toEqual([{ ...unit, version: '2', reportedAt: 2 }])
  })

  it('knows the newest configuration, the open one, and the last that was accepted', async () => {
    const { gatewayConfigs } = stores()
    for (const each of [push(1, 'acknowledged'), push(2, 'rolled_back'), push(3, 'sent')])
      await gatewayConfigs.save(each)
    expect((await gatewayConfigs.lastPush('g1'))?.id).toBe('p3')
    expect((await gatewayConfigs.openPush('g1'))?.id).toBe('p3')
    expect((await gatewayConfigs.lastAcknowledged('g1'))?.id).toBe('p1')
    expect(await gatewayConfigs.configByHash('g1', 'h2')).toEqual({ version: 2 })
    expect((await gatewayConfigs.pushes('g1', { offset: 0, limit: 2 })).items.map(({ version }) => version)).toEqual([
      3, 2,
    ])
    await gatewayConfigs.save({ ...push(3, 'acknowledged') })
    expect(await gatewayConfigs.openPush('g1')).toBeNull()
  })

  it('keeps what a broker said of a client', async () => {
    const truth = { connectedAt: 1_790_000_000_000, endedAt: null, undatedEndAt: 5 }
    await stores().presence.save('c', truth, null, 7)
    expect(await stores().presence.session('c')).toEqual(truth)
    expect(await stores().presence.all()).toEqual([{ clientId: 'c', heardAt: 7, ...truth }])
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ControlSubject } from '../control/interlock.ts'
import { actorOf, deviceOf, TENANT, Yard } from './yard.fixture.ts'

let yard: Yard
beforeEach(async () => {
  yard = await Yard.open()
})
afterEach(() => yard.close())

const LOCKED = { code: 'STATE_CONFLICT', extra: expect.objectContaining({ reason: 'LOTO_ACTIVE' }) }
const device = (deviceId: string): ControlSubject => ({ tenantId: TENANT, deviceId })
const gateway = (gatewayId: string): ControlSubject => ({ tenantId: TENANT, gatewayId })

async function verdicts(subjects: readonly ControlSubject[]): Promise<readonly boolean[]> {
  const all = await Promise.allSettled(subjects.map((subject) => yard.loto.interlock.requireFree(subject)))
  return all.map(({ status }) => status === 'rejected')
}

const DEVICES = ['main', 'feeder', 'pedestal-1', 'pedestal-2', 'socket', 'pump', 'lamp'] as const
const lockedDevices = async () => {
  const locked = await verdicts(DEVICES.map(device))
  return DEVICES.filter((_, index) => locked[index])
}

describe('the interlock', () => {
  it('holds the device of the point and everything below it, and nothing else', async () => {
    await yard.applied([await yard.point('pedestal-2')])
    expect(await lockedDevices()).toEqual(['pedestal-2', 'socket'])
  })

  it('holds a gateway with any such device behind it', async () => {
    await yard.applied([await yard.point('pedestal-2')])
    expect(await verdicts(['gw-main', 'gw-pontoon', 'gw-mqtt', 'gw-quay', 'gw-lamp'].map(gateway))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ])
  })

  it('holds every device of the place of a point without a device', async () => {
    await yard.applied([await yard.point('quay main', { deviceId: null, subregionId: 'quay' })])
    expect(await lockedDevices()).toEqual(['pump'])
  })

  it('holds nothing for a point that is no device’s and in no place', async () => {
    await yard.applied([await yard.point('hand valve', { deviceId: null })])
    expect(await lockedDevices()).toEqual([])
  })

  it('lets a write that only switches off through while isolating, and no write at all afterwards', async () => {
    const point = await yard.point('feeder')
    const id = await yard.request([point])
    await yard.loto.sessions.approve(actorOf('approver'), id, null)
    await yard.write('pedestal-1')
    const lock = { sessionId: id, kind: 'equipment', pointId: point, tag: 'tag', pin: null } as const
    await yard.loto.locks.place(actorOf('requester'), lock)
    await expect(yard.write('pedestal-1')).rejects.toMatchObject(LOCKED)
    await yard.write('pedestal-1', true)
    const verifications = [{ pointId: point, method: 'Tester', reading: 0, isZeroEnergy: true }]
    await yard.loto.sessions.update(actorOf('verifier'), id, { plan: null, verifications, checklist: null })
    await yard.loto.sessions.apply(actorOf('requester'), id)
    await expect(yard.write('pedestal-1', true)).rejects.toMatchObject(LOCKED)
    expect(yard.written).toHaveLength(2)
  })

  it('does not let even that through when another session has applied the point', async () => {
    const point = await yard.point('feeder')
    await yard.applied([point])
    const second = await yard.request([point], 'worker')
    await yard.loto.sessions.approve(actorOf('approver'), second, null)
    await yard.loto.locks.place(actorOf('worker'), {
      sessionId: second,
      kind: 'equipment',
      pointId: point,
      tag: 'tag',
      pin: null,
    })
    await expect(yard.write('feeder', true)).rejects.toMatchObject(LOCKED)
  })

  it('tells which session stands in the way', async () => {
    const id = await yard.applied([await yard.point('pedestal-2')])
    await expect(yard.write('socket')).rejects.toMatchObject({
      message: expect.stringMatching(/pedestal-2, LOTO-0001/),
      extra: { reason: 'LOTO_ACTIVE', session_id: id, session_number: 1 },
    })
  })

  it('refuses everything when the locks cannot be read', async () => {
    await yard.db.schema.alterTable('loto_session').renameTo('loto_session_away').execute()
    const cannotTell = {
      code: 'STATE_CONFLICT',
      message: expect.stringMatching(/cannot tell/),
      extra: { reason: 'LOTO_ACTIVE', session_id: null, session_number: null },
    }
    await expect(yard.write('lamp')).rejects.toMatchObject(cannotTell)
    await expect(yard.write('lamp', true)).rejects.toMatchObject(cannotTell)
    await expect(
      yard.commandBus.publish({
        ...gateway('gw-lamp'),
        gatewayId: 'gw-lamp',
        topic: 'command',
        payload: '{}',
        isRetained: false,
      }),
    ).rejects.toMatchObject(cannotTell)
    expect(yard.written).toEqual([])
  })

  it('refuses what it does not know: it cannot tell what stands above it', async () => {
    expect(await verdicts([device('nobody'), gateway('nobody')])).toEqual([true, true])
    expect(await verdicts([{ tenantId: 'another', deviceId: 'lamp' }])).toEqual([true])
  })

  it('reads the store each time: a lock placed by another hub on the same database counts at once', async () => {
    await yard.write('pedestal-2')
    const other = await Yard.open(yard.crash())
    await other.applied([await other.point('pedestal-2')])
    const session = (await other.stores.loto.openSessions(TENANT))[0]
    const event = (
      await other.stores.lotoPoints.list(TENANT, {}, { offset: 0, limit: 1, sortBy: 'name', sortOrder: 'asc' })
    ).items[0]
    if (!session || !event) throw new Error('nothing was locked')
    await yard.stores.lotoPoints.save(event)
    await yard.stores.loto.saveSession(session)
    await other.close()
    await expect(yard.write('pedestal-2')).rejects.toMatchObject(LOCKED)
    expect(yard.loto.isLockedOut('pedestal-2')).toBe(false)
  })

  it('goes by where a device hangs now', async () => {
    await yard.applied([await yard.point('pedestal-2')])
    yard.inventory.setDevice(deviceOf('kettle', 'gw-lamp', 'socket'))
    await expect(yard.write('kettle')).rejects.toMatchObject(LOCKED)
    expect(await verdicts([gateway('gw-lamp')])).toEqual([true])
  })
})

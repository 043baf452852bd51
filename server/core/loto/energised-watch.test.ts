import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { actorOf, Yard } from './yard.fixture.ts'

let yard: Yard
let id: string
beforeEach(async () => {
  yard = await Yard.open()
  await yard.loto.start()
  id = await yard.applied([await yard.point('pedestal-2')])
  await yard.clock.advance(1_000)
})
afterEach(() => yard.close())

const look = () => yard.clock.advance(1_000)

describe('energised under lock-out', () => {
  it('is raised by a voltage at the point, and goes when it is gone', async () => {
    yard.say('pedestal-2', { voltage_l1: 231.4 })
    await look()
    expect([...yard.alarmed]).toEqual([
      ['pedestal-2', 'ENERGISED UNDER LOCKOUT: pedestal-2, Voltage L1 231.4 V (pedestal-2, LOTO-0001)'],
    ])
    const board = await yard.loto.board.view(actorOf('worker'))
    expect(board.sessions[0]?.energised).toMatchObject([{ deviceId: 'pedestal-2', metric: 'voltage_l1', value: 231.4 }])
    yard.say('pedestal-2', { voltage_l1: 0.3 })
    await look()
    expect([...yard.alarmed]).toEqual([])
  })

  it('is raised by a simulated voltage too, so that the demo warns as a real marina does', async () => {
    yard.say('pedestal-2', { voltage_l1: 231.4 }, 'simulated')
    await look()
    expect([...yard.alarmed.keys()]).toEqual(['pedestal-2'])
  })

  it('is raised again for as long as it stands, so that closing it does not make it go away', async () => {
    yard.say('pedestal-2', { current_l2: 0.9 })
    await look()
    await look()
    expect(yard.raisedFor).toEqual(['pedestal-2', 'pedestal-2'])
  })

  it('is raised by energy below the point: it may come from the other end', async () => {
    yard.say('socket', { voltage_l1: 229 })
    yard.say('pedestal-2', { voltage_l1: 0 })
    await look()
    expect([...yard.alarmed.keys()]).toEqual(['socket'])
  })

  it.each([
    ['a voltage that nobody feels', { voltage_l1: 49 }],
    ['the noise of a current transformer', { current_l1: 0.4 }],
    ['another metric', { battery_voltage: 400, frequency: 50, voltage_thd: 70 }],
  ])('is not raised by %s', async (_what, values) => {
    yard.say('pedestal-2', values)
    await look()
    expect(yard.alarmed.size).toBe(0)
  })

  it('is not raised elsewhere, nor before the lock-out is applied, nor by what was measured before', async () => {
    yard.say('pedestal-1', { voltage_l1: 230 })
    yard.live.apply(
      { deviceId: 'pedestal-2', at: yard.clock.now() - 1_000, values: { voltage_l1: 230 }, quality: 'good' },
      yard.clock.now(),
    )
    const lamp = await yard.request([await yard.point('lamp')])
    await yard.loto.sessions.approve(actorOf('approver'), lamp, null)
    yard.say('lamp', { voltage_l1: 230 })
    await look()
    expect(yard.alarmed.size).toBe(0)
  })

  it.each(['stale', 'comm_fail', 'invalid'] as const)(
    'is neither raised nor cleared by a %s value',
    async (quality) => {
      yard.say('pedestal-2', { voltage_l1: 230 }, quality)
      await look()
      expect(yard.alarmed.size).toBe(0)
      await yard.clock.advance(1)
      yard.say('pedestal-2', { voltage_l1: 230 })
      await look()
      await yard.clock.advance(1)
      yard.say('pedestal-2', { voltage_l1: null }, quality)
      await look()
      expect(yard.alarmed.size).toBe(1)
    },
  )

  it('goes with the release', async () => {
    yard.say('pedestal-2', { voltage_l1: 230 })
    await look()
    const checklist = { toolsCleared: true, peopleCleared: true }
    await yard.loto.sessions.update(actorOf('requester'), id, { plan: null, verifications: null, checklist })
    await look()
    expect(yard.alarmed.size).toBe(1)
    await yard.loto.sessions.release(actorOf('requester'), id, null)
    await look()
    expect(yard.alarmed.size).toBe(0)
  })

  it('that stood before a restart is cleared after it', async () => {
    const left = yard.crash()
    await yard.close()
    yard = await Yard.open(left, ['pedestal-2'])
    yard.alarmed.set('pedestal-2', 'from before')
    await yard.loto.start()
    await look()
    expect(yard.alarmed.size).toBe(1)
    yard.say('pedestal-2', { voltage_l1: 0 })
    await look()
    expect(yard.alarmed.size).toBe(0)
  })
})

import { expect, it } from 'vitest'
import { manualClock } from '../core/clock.ts'
import { silentLog } from '../http/test-hub.ts'
import { Reconfiguration } from './reconfiguration.ts'

it('applies what changed during a round in one further round, and tells everybody when it is in force', async () => {
  const gates: PromiseWithResolvers<void>[] = []
  const configuration = new Reconfiguration(manualClock(0), silentLog)
  const apply = () => {
    const gate = Promise.withResolvers<void>()
    gates.push(gate)
    return gate.promise
  }
  const first = configuration.start(apply)
  const later = [configuration.ask(), configuration.ask(), configuration.ask()]
  expect(gates).toHaveLength(1)
  gates[0]?.resolve()
  await first
  await expect.poll(() => gates.length).toBe(2)
  gates[1]?.resolve()
  await Promise.all(later)
  expect(gates).toHaveLength(2)
})

it('goes on after a round that failed', async () => {
  const configuration = new Reconfiguration(manualClock(0), silentLog)
  let rounds = 0
  await configuration.start(async () => {
    rounds++
    if (rounds === 1) throw new Error('the bus was not there')
  })
  await configuration.ask()
  expect(rounds).toBe(2)
})

it('keeps nobody waiting for hardware that does not answer', async () => {
  const clock = manualClock(0)
  const configuration = new Reconfiguration(clock, silentLog)
  const asked = configuration.start(() => new Promise(() => undefined))
  await clock.advance(1_000)
  await asked
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Device } from '../core/devices/devices.types.ts'
import { Inventory } from '../core/devices/inventory.ts'
import type { CounterEvent } from '../core/energy/energy.types.ts'
import type { Reading } from '../core/outside.ts'
import { reading } from '../storage/telemetry/test-readings.ts'
import { onBothStores } from '../storage/telemetry/test-stores.ts'
import { CounterGuard } from './counter-guard.ts'

const T0 = Date.parse('2026-05-04T00:00:00Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const METRIC = 'energy_import'
const MODULUS = 10_000_000

const device = (id: string): Device => ({
  id,
  tenantId: 't',
  gatewayId: 'g',
  subregionId: null,
  parentId: null,
  templateId: null,
  name: id,
  deviceType: 'pedestal',
  slaveId: null,
  externalId: id,
  latitude: null,
  longitude: null,
  pollIntervalS: null,
  isOnline: true,
  lastSeen: null,
  createdAt: 0,
})

onBothStores('what a counter guard lets into the sums', (store) => {
  let devices = 0

  async function guarded(modulus: number | null = null) {
    const id = `guarded-${devices++}`
    const inventory = new Inventory()
    inventory.setDevice(device(id))
    if (modulus !== null) await store().declareCounter(id, METRIC, modulus)
    const events: CounterEvent[] = []
    const guard = new CounterGuard({
      store: store(),
      inventory,
      modulusOf: () => modulus,
      noted: (event) => events.push(event),
    })
    const take = async (...samples: readonly (readonly [minute: number, value: number | null])[]) =>
      store().append(
        await guard.judged(
          samples.map(([minute, value]) => reading(id, T0 + minute * MINUTE, { [METRIC]: value, x: 1 })),
        ),
        T0,
      )
    const increase = async (edges: readonly number[] = [0, 24 * 60]) => {
      const buckets = await store().buckets(
        id,
        [METRIC],
        edges.map((minute) => T0 + minute * MINUTE),
      )
      return buckets.get(METRIC)?.map((bucket) => bucket.increase) ?? []
    }
    return { id, guard, take, increase, events, kinds: () => events.map(({ kind }) => kind) }
  }

  it('keeps a spike on record and out of the sum', async () => {
    const { id, take, increase, events } = await guarded()
    await take([0, 1000], [1, 1010], [2, 9_999_999], [3, 1020])
    expect(await increase()).toEqual([20])
    expect(events).toMatchObject([{ kind: 'spike', at: T0 + 2 * MINUTE, from: 1010, to: 9_999_999 }])
    const { series } = await store().raw({
      deviceId: id,
      metrics: [METRIC, 'x'],
      start: T0,
      end: T0 + HOUR,
      limit: 100,
    })
    expect(series.get(METRIC)?.[2]).toEqual([T0 + 2 * MINUTE, 9_999_999, 'invalid'])
    expect(series.get('x')?.[2]).toEqual([T0 + 2 * MINUTE, 1, 'good'])
  })

  it('does not take a single zero for a reset, nor a step that falls and comes back', async () => {
    const { take, increase, kinds } = await guarded()
    await take([0, 500_000], [1, 0], [2, 500_010], [3, 499_990], [4, 500_020])
    expect(await increase()).toEqual([20])
    expect(kinds()).toEqual(['spike', 'spike'])
  })

  it('credits a reset from zero once the next reading confirms it', async () => {
    const { take, increase, events } = await guarded()
    await take([0, 500_000], [1, 500_010], [2, 4])
    expect(await increase()).toEqual([10])
    await take([3, 9])
    expect(await increase()).toEqual([19])
    expect(events).toMatchObject([{ kind: 'reset', at: T0 + 2 * MINUTE, from: 500_010, to: 4 }])
  })

  it('counts on over a wrap', async () => {
    const { take, increase, kinds } = await guarded(MODULUS)
    await take([0, MODULUS - 10], [1, 5], [2, 9])
    expect(await increase()).toEqual([19])
    expect(kinds()).toEqual(['rollover'])
  })

  it('tells an index that was set from a reset', async () => {
    const { take, events } = await guarded()
    await take([0, 500_000], [1, 70_000_000], [2, 70_000_010])
    expect(events).toMatchObject([{ kind: 'jump', at: T0 + MINUTE, from: 500_000, to: 70_000_000 }])
  })

  it('judges what comes late by what was read before and after it', async () => {
    const { take, increase, kinds } = await guarded()
    await take([0, 1000], [60, 4000])
    await take([20, 2000], [30, 99_000], [40, 3000], [50, 100])
    expect(await increase([0, 20, 40, 60])).toEqual([1000, 1000, 1000])
    expect(kinds()).toEqual(['spike', 'spike'])
  })

  it('accepts more after a longer silence, as much as can have been used', async () => {
    const { take, increase, kinds } = await guarded()
    await take([0, 0], [1, 300_000], [600, 900_000])
    expect(await increase()).toEqual([900_000])
    expect(kinds()).toEqual(['spike'])
  })

  it('starts from where the counter stood when the hub was stopped, and from an exchange', async () => {
    const { id, guard, take, kinds } = await guarded()
    guard.load(new Map([[id, new Map([[METRIC, { at: T0, value: 800_000, quality: 'good' as const }]])]]))
    await take([1, 5])
    expect(kinds()).toEqual([])
    await take([2, 10])
    expect(kinds()).toEqual(['reset'])
    guard.rebase(id, METRIC, T0 + 3 * MINUTE, 70_000_000)
    await take([4, 70_000_010])
    expect(kinds()).toEqual(['reset'])
  })

  it('leaves readings alone that nothing is wrong with', async () => {
    const { id, guard } = await guarded()
    const batch: Reading[] = [reading(id, T0, { [METRIC]: 5 }), reading(id, T0 + 1, { [METRIC]: null, x: 9 })]
    expect(await guard.judged(batch)).toBe(batch)
    const doubted = [reading(id, T0 + 2, { [METRIC]: 1e12 }, 'comm_fail')]
    expect(await guard.judged(doubted)).toBe(doubted)
  })

  it('adds up to the true consumption whatever is misread, wraps, resets, comes late or comes twice', async () => {
    const scenario = fc.record({
      steps: fc.array(step, { minLength: 3, maxLength: 40 }),
      cuts: fc.uniqueArray(fc.integer({ min: 1, max: 2_000 }), { maxLength: 6 }),
      start: fc.integer({ min: 0, max: MODULUS - 1 }),
    })
    await fc.assert(
      fc.asyncProperty(scenario, async ({ steps, cuts, start }) => {
        const { take, increase } = await guarded(MODULUS)
        const { inOrder, late, truth, end } = told(steps, start)
        for (const sample of inOrder) await take(sample)
        await take(...late.toReversed())
        const edges = new Set([0, ...cuts.map((cut) => cut % end).filter((cut) => cut > 0), end])
        const parts = await increase([...edges].sort((a, b) => a - b))
        const sum = parts.reduce<number>((total, part) => total + (part ?? 0), 0)
        expect(sum).toBeCloseTo(truth, 3)
      }),
      { numRuns: 20 },
    )
  })
})

const step = fc.record({
  minutes: fc.integer({ min: 1, max: 90 }),
  used: fc.integer({ min: 0, max: 1_500 }),
  what: fc.constantFrom('read', 'read', 'read', 'read', 'spike', 'zero', 'reset', 'twice', 'late'),
})

type Told = readonly [minute: number, index: number]

/** What a meter says over a time in which it uses what the steps tell, and how it is misread. */
function told(steps: readonly { minutes: number; used: number; what: string }[], start: number) {
  let [minute, index, truth, isSettled] = [0, start, 0, true]
  const inOrder: Told[] = [[0, index]]
  const late: Told[] = []
  for (const { minutes, used, what } of steps) {
    minute += minutes
    truth += used
    // Near its end a reset cannot be told from a wrap, and near zero not from a counter that goes on. Two misreadings in a
    // row that agree with each other are believed, so they never follow each other here.
    const isClear = isSettled && index > MODULUS * 0.2 && index < MODULUS * 0.8
    const isReset = what === 'reset' && isClear
    index = isReset ? used : (index + used) % MODULUS
    const said =
      what === 'spike' && isSettled ? (index + MODULUS / 2) % MODULUS : what === 'zero' && isClear ? 0 : index
    if (what === 'late') late.push([minute, index])
    else inOrder.push([minute, said])
    if (what === 'twice') inOrder.push([minute, said])
    // The second reading of a new course confirms it.
    if (isReset) inOrder.push([++minute, index])
    if (what !== 'late') isSettled = said === index
  }
  inOrder.push([minute + 1, index], [minute + 2, index])
  return { inOrder, late, truth, end: minute + 2 }
}

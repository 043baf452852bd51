import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RegisterSpec, TemplateSpec } from '../../server/core/outside.ts'
import {
  bisect,
  NOTHING_LEARNED,
  placeKey,
  planReads,
  type ReadBlock,
  type ReadPlan,
  type WireCost,
} from './planner.ts'
import { register, template } from './test-hardware.ts'

const FREE: WireCost = { byteMs: 0, requestMs: 1 }
const LIMITS = template([]).limits

function plan(registers: readonly RegisterSpec[], limits: Partial<TemplateSpec['limits']> = {}, cost = FREE) {
  return planReads(registers, { ...LIMITS, ...limits }, cost).blocks.map(({ address, length }) => [address, length])
}

const at = (address: number, changes: Partial<RegisterSpec> = {}) =>
  register({ metric: `m${address}`, address, ...changes })

describe('merging', () => {
  test('neighbours and small holes become one read', () => {
    expect(plan([at(0), at(1), at(9)])).toEqual([[0, 10]])
  })

  test('a hole larger than max_gap parts two reads', () => {
    expect(plan([at(0), at(10)], { maxGap: 8 })).toEqual([
      [0, 1],
      [10, 1],
    ])
  })

  test('tables and poll classes are read apart', () => {
    const { blocks } = planReads([at(0), at(1, { table: 'input' }), at(2, { pollClass: 'energy' })], LIMITS, FREE)
    expect(blocks.map((block) => [block.table, block.pollClass, block.address])).toEqual([
      ['holding', 'live', 0],
      ['input', 'live', 1],
      ['holding', 'energy', 2],
    ])
  })

  test('a forbidden range is never crossed, and what lies in it is not read', () => {
    const registers = [at(0), at(2), at(4)]
    const result = planReads(registers, { ...LIMITS, forbidden: [[2, 3]] }, FREE)
    expect(result.blocks.map(({ address, length }) => [address, length])).toEqual([
      [0, 1],
      [4, 1],
    ])
    expect(result.unreadable.map((each) => each.metric)).toEqual(['m2'])
  })

  test('the scale register of a value is read with it', () => {
    expect(plan([at(0, { scaleRegister: 6 })])).toEqual([[0, 7]])
  })

  test('on a slow line a hole that costs more than another request is not read', () => {
    const slow: WireCost = { byteMs: 1.04, requestMs: 10 }
    expect(plan([at(0), at(6)], {}, slow)).toHaveLength(2)
    expect(plan([at(0), at(5)], {}, slow)).toHaveLength(1)
  })

  test('bits may be read two thousand at a time', () => {
    const bits = Array.from({ length: 2001 }, (_, address) => at(address, { table: 'coil', type: 'bool' }))
    expect(plan(bits)).toEqual([
      [0, 2000],
      [2000, 1],
    ])
  })
})

describe('what a device taught', () => {
  test('a hole is left out and a cut is kept', () => {
    const learned = {
      holes: new Map([[placeKey('holding', 1), { table: 'holding' as const, address: 1 }]]),
      cuts: new Map([[placeKey('holding', 3), { table: 'holding' as const, address: 3 }]]),
    }
    const result = planReads([at(0), at(1), at(2), at(3)], LIMITS, FREE, learned)
    expect(result.blocks.map(({ address, length }) => [address, length])).toEqual([
      [0, 3],
      [3, 1],
    ])
    expect(result.unreadable.map((each) => each.metric)).toEqual(['m1'])
  })

  test('halves are tight around their values, and one value has none', () => {
    const [block] = planReads([at(0), at(1), at(8)], LIMITS, FREE, NOTHING_LEARNED).blocks
    const halves = block && bisect(block)
    expect(halves?.map(({ address, length }) => [address, length])).toEqual([
      [0, 1],
      [1, 8],
    ])
    expect(halves?.[0] && bisect(halves[0])).toBeNull()
  })
})

/** Registers that do not share addresses, as templates have them. */
const registerMaps = fc
  .array(
    fc.record({
      skip: fc.nat({ max: 20 }),
      type: fc.constantFrom('u16' as const, 'u32' as const, 'u48' as const, 'u64' as const),
      table: fc.constantFrom('holding' as const, 'input' as const),
      pollClass: fc.constantFrom('live' as const, 'energy' as const),
    }),
    { minLength: 1, maxLength: 80 },
  )
  .map((steps) => {
    let next = 0
    return steps.map(({ skip, ...rest }, index) => {
      const made = register({ metric: `m${index}`, address: next + skip, ...rest })
      next = made.address + made.length
      return made
    })
  })

const limitsOf = fc.record({
  maxRead: fc.integer({ min: 4, max: 125 }),
  maxGap: fc.nat({ max: 30 }),
  minGapMs: fc.constant(0),
  forbidden: fc.array(
    fc.tuple(fc.nat({ max: 800 }), fc.nat({ max: 10 })).map(([first, more]) => [first, first + more] as const),
    { maxLength: 3 },
  ),
})

const covers = (block: ReadBlock, spec: RegisterSpec) =>
  block.table === spec.table &&
  block.pollClass === spec.pollClass &&
  spec.address >= block.address &&
  spec.address + spec.length <= block.address + block.length

const isTouched = (start: number, length: number, limits: Pick<TemplateSpec['limits'], 'forbidden'>) =>
  limits.forbidden.some(([first, last]) => start <= last && start + length > first)

const overlap = (one: ReadBlock, other: ReadBlock) =>
  one !== other &&
  one.table === other.table &&
  one.pollClass === other.pollClass &&
  one.address < other.address + other.length &&
  other.address < one.address + one.length

describe('whatever the register map and the limits', () => {
  const always = (
    check: (plan: ReadPlan, registers: readonly RegisterSpec[], limits: TemplateSpec['limits']) => void,
  ) =>
    fc.assert(
      fc.property(registerMaps, limitsOf, (registers, limits) =>
        check(planReads(registers, limits, FREE), registers, limits),
      ),
      { numRuns: 300 },
    )

  test('every value is read whole exactly once, unless it is forbidden', () => {
    always(({ blocks, unreadable }, registers, limits) => {
      for (const spec of registers) {
        const isForbidden = isTouched(spec.address, spec.length, limits)
        expect(unreadable.includes(spec)).toBe(isForbidden)
        expect(blocks.filter((block) => covers(block, spec))).toHaveLength(isForbidden ? 0 : 1)
      }
    })
  })

  test('no read is longer than allowed, touches what is forbidden, or begins or ends beside its values', () => {
    always(({ blocks }, _registers, limits) => {
      for (const block of blocks) {
        expect(block.length).toBeLessThanOrEqual(limits.maxRead)
        expect(isTouched(block.address, block.length, limits)).toBe(false)
        const own = block.spans.flatMap((span) => span.registers)
        expect(Math.min(...own.map((spec) => spec.address))).toBe(block.address)
        expect(Math.max(...own.map((spec) => spec.address + spec.length))).toBe(block.address + block.length)
      }
    })
  })

  test('no two reads overlap', () => {
    always(({ blocks }) => {
      expect(blocks.filter((one) => blocks.some((other) => overlap(one, other)))).toEqual([])
    })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SampleColumns } from '../telemetry/store.ts'
import { EXPORT_STATUSES, EXPORT_TRANSITIONS, isOver } from './export.states.ts'
import type { ExportFormatter, RowBlock } from './export.types.ts'
import type { ExportPlan } from './plan.ts'
import { sideBySide } from './rows.ts'
import { begun, chunksOf } from './stream.ts'

type Sample = readonly [at: number, value: number, quality: number]

const columns = (samples: readonly Sample[]): SampleColumns => ({
  at: Float64Array.from(samples, ([at]) => at),
  value: Float64Array.from(samples, ([, value]) => value),
  quality: Uint8Array.from(samples, ([, , quality]) => quality),
  length: samples.length,
})
const rowsOf = ({ length, at, quality, values }: RowBlock) =>
  Array.from({ length }, (_, i) => [at[i], quality?.[i], ...values.map((column) => column[i])])

describe('metrics side by side', () => {
  it('make one row of a reading, with nothing where a metric is silent', () => {
    const block = sideBySide(3, [
      columns([
        [1, 10, 0],
        [3, 30, 0],
      ]),
      null,
      columns([
        [1, 11, 0],
        [2, 22, 0],
      ]),
    ])
    expect(block.device).toBe(3)
    expect(rowsOf(block)).toEqual([
      [1, 0, 10, Number.NaN, 11],
      [2, 0, Number.NaN, Number.NaN, 22],
      [3, 0, 30, Number.NaN, Number.NaN],
    ])
  })

  it('show no value under the quality of another', () => {
    const block = sideBySide(0, [columns([[1, 10, 0]]), columns([[1, Number.NaN, 2]])])
    expect(rowsOf(block)).toEqual([
      [1, 0, 10, Number.NaN],
      [1, 2, Number.NaN, Number.NaN],
    ])
  })

  it('lose and invent nothing', () => {
    const series = fc
      .uniqueArray(fc.tuple(fc.nat(50), fc.nat(1000), fc.nat(2)), { selector: ([at]) => at, maxLength: 30 })
      .map((samples) => samples.sort(([a], [b]) => a - b))
    fc.assert(
      fc.property(fc.array(series, { minLength: 1, maxLength: 4 }), (all) => {
        const rows = rowsOf(sideBySide(0, all.map(columns)))
        for (const [i, samples] of all.entries()) {
          const found = rows.flatMap((row) => (Number.isNaN(row[i + 2]) ? [] : [[row[0], row[i + 2], row[1]]]))
          expect(found).toEqual(samples)
        }
        const instants = rows.map(([at]) => at ?? 0)
        expect(instants).toEqual(instants.toSorted((a, b) => a - b))
      }),
    )
  })
})

describe('the bytes of a file', () => {
  const blocks = [0, 1, 2].map((device) => sideBySide(device, [columns([[1, 1, 0]])]))

  async function* endless(read: number[]): AsyncGenerator<RowBlock> {
    for (let i = 0; ; i++) {
      read.push(i)
      const block = blocks[i % blocks.length]
      if (block) yield block
    }
  }
  const planOf = (rows: ExportPlan['rows']) => ({ rows }) as ExportPlan

  it('are read no further than they are taken, and let go when nobody wants more', async () => {
    const read: number[] = []
    let isClosed = false
    const formatter: ExportFormatter = {
      open: async () => ({
        add: async ({ device }) => Uint8Array.of(device),
        finish: async () => new Uint8Array(0),
        close: async () => {
          isClosed = true
        },
      }),
    }
    for await (const chunk of chunksOf(
      formatter,
      planOf(() => endless(read)),
    ))
      if (chunk[0] === 1) break
    expect(read.length).toBeLessThanOrEqual(4)
    expect(isClosed).toBe(true)
  })

  it('end with what went wrong while they were written', async () => {
    const formatter: ExportFormatter = {
      open: async () => ({
        add: () => Promise.reject(new Error('thread ended')),
        finish: async () => new Uint8Array(0),
        close: async () => undefined,
      }),
    }
    const take = async () => {
      for await (const _ of chunksOf(
        formatter,
        planOf(() => endless([])),
      ));
    }
    await expect(take()).rejects.toThrow('thread ended')
  })
})

describe('an answer that has begun', () => {
  async function* letters(log: string[]): AsyncGenerator<string> {
    try {
      yield 'a'
      yield 'b'
    } finally {
      log.push('over')
    }
  }
  const all = async (chunks: AsyncIterable<string>) => {
    const found = []
    for await (const one of chunks) found.push(one)
    return found
  }

  it('loses nothing of what it waited for', async () => {
    expect(await all(await begun(letters([])))).toEqual(['a', 'b'])
  })

  it('is let go though nobody took anything', async () => {
    const log: string[] = []
    const iterator = (await begun(letters(log)))[Symbol.asyncIterator]()
    await iterator.return?.()
    expect(log).toEqual(['over'])
  })
})

describe('the life of an export', () => {
  it('ends in done, failed or cancelled, and nowhere else', () => {
    expect(EXPORT_STATUSES.filter(isOver)).toEqual(['done', 'failed', 'cancelled'])
    for (const status of EXPORT_STATUSES)
      for (const next of Object.values(EXPORT_TRANSITIONS[status])) expect(EXPORT_STATUSES).toContain(next)
  })
})

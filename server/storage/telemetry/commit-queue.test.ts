import { describe, expect, it } from 'vitest'
import { CommitQueue } from './commit-queue.ts'
import { type NewSeries, Packer } from './packer.ts'
import { reading } from './test-readings.ts'

interface Commit {
  readonly points: number
  readonly newSeries: readonly NewSeries[]
  succeed(): void
  fail(error: Error): void
}

/** A queue whose commits end when the test says so. */
function queueWithCommits() {
  const commits: Commit[] = []
  let arrived: () => void = () => undefined
  const queue = new CommitQueue(
    new Packer([], 1),
    (_data, points, _ingestedAt, newSeries) =>
      new Promise<void>((resolve, reject) => {
        commits.push({ points, newSeries, succeed: resolve, fail: reject })
        arrived()
      }),
  )
  const nextCommit = async (): Promise<Commit> => {
    while (commits.length === 0) {
      await new Promise<void>((resolve) => {
        arrived = resolve
      })
    }
    const commit = commits.shift()
    if (!commit) throw new Error('no commit')
    return commit
  }
  return { queue, nextCommit }
}

const wide = (device: string, points: number) =>
  reading(device, 0, Object.fromEntries(Array.from({ length: points }, (_, i) => [`m${i}`, i])))

describe('commit queue', () => {
  it('puts what arrives during one commit into the next', async () => {
    const { queue, nextCommit } = queueWithCommits()
    const first = queue.append([wide('a', 1)], 0)
    const commit = await nextCommit()
    const others = [queue.append([wide('a', 2)], 0), queue.append([wide('b', 3)], 0)]
    expect(commit.points).toBe(1)
    commit.succeed()
    await first
    const second = await nextCommit()
    expect(second.points).toBe(5)
    second.succeed()
    await Promise.all(others)
    expect(queue.figures).toMatchObject({ pendingPoints: 0, committedPoints: 6, droppedPoints: 0 })
  })

  it('makes a series that came during one commit with the next', async () => {
    const { queue, nextCommit } = queueWithCommits()
    const first = queue.append([wide('a', 1)], 0)
    const commit = await nextCommit()
    const second = queue.append([wide('b', 2)], 0)
    commit.succeed()
    await first
    const next = await nextCommit()
    expect(commit.newSeries.map(({ deviceId }) => deviceId)).toEqual(['a'])
    expect(next.newSeries.map(({ deviceId }) => deviceId)).toEqual(['b', 'b'])
    next.succeed()
    await second
    const third = queue.append([wide('b', 2)], 1)
    const last = await nextCommit()
    expect(last.newSeries).toEqual([])
    last.succeed()
    await third
  })

  it('rejects the appends of a commit that failed, and makes their series with the next', async () => {
    const { queue, nextCommit } = queueWithCommits()
    const lost = queue.append([wide('a', 1)], 0)
    const refusal = expect(lost).rejects.toThrow('disk full')
    const failing = await nextCommit()
    failing.fail(new Error('disk full'))
    await refusal
    const kept = queue.append([reading('a', 1, { m0: 1 })], 0)
    const commit = await nextCommit()
    expect(commit.newSeries.map(({ metric }) => metric)).toEqual(['m0'])
    commit.succeed()
    await kept
    expect(queue.figures).toMatchObject({ pendingPoints: 0, committedPoints: 1, droppedPoints: 1 })
  })

  it('makes appends wait while too much is pending', async () => {
    const { queue, nextCommit } = queueWithCommits()
    const big = queue.append(
      Array.from({ length: 1000 }, () => wide('a', 1000)),
      0,
    )
    const commit = await nextCommit()
    const waiting = queue.append([wide('b', 1)], 0)
    expect(queue.figures.pendingPoints).toBe(1_000_000)
    commit.succeed()
    await big
    const next = await nextCommit()
    expect(next.points).toBe(1)
    next.succeed()
    await waiting
  })

  it('refuses a time that is no millisecond without spoiling its neighbours', async () => {
    const { queue, nextCommit } = queueWithCommits()
    await expect(queue.append([wide('a', 2), reading('a', Number.NaN, { m0: 1 })], 0)).rejects.toThrow(RangeError)
    const good = queue.append([wide('a', 3)], 0)
    const commit = await nextCommit()
    expect(commit.points).toBe(3)
    commit.succeed()
    await good
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { learn, presenceOf, type SessionEvent, UNKNOWN_SESSION } from './session-truth.ts'

const truthAfter = (events: readonly SessionEvent[]) => events.reduce(learn, UNKNOWN_SESSION)
const connected = (connectedAt: number): SessionEvent => ({ kind: 'connected', connectedAt })
const ended = (connectedAt: number | null, disconnectedAt: number): SessionEvent => ({
  kind: 'disconnected',
  connectedAt,
  disconnectedAt,
})

/** What really happened: sessions one after another, the last of which may still stand. */
const history = fc
  .record({
    gaps: fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 2, maxLength: 16 }),
    isUndated: fc.boolean(),
  })
  .map(({ gaps, isUndated }) => {
    let at = 1_000
    const times = gaps.map((gap) => {
      at += gap
      return at
    })
    const events = times.map(
      (time, index): SessionEvent =>
        index % 2 === 0 ? connected(time) : ended(isUndated ? null : (times[index - 1] ?? 0), time),
    )
    return { events, isOnline: times.length % 2 === 1, since: times.at(-1) ?? 0 }
  })

const disorder = history.chain(({ events, isOnline, since }) =>
  fc
    .array(fc.nat(events.length - 1), { maxLength: 20 })
    .chain((again) => {
      const all = [...events, ...again.flatMap((index) => events[index] ?? [])]
      return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })
    })
    .map((shuffled) => ({ shuffled, isOnline, since })),
)

describe('what the events of a broker say of a client', () => {
  it('is what really happened, in whatever order and however often they come', () =>
    fc.assert(
      fc.property(disorder, ({ shuffled, isOnline, since }) => {
        expect(presenceOf(truthAfter(shuffled))).toEqual({ isOnline, since })
      }),
      { numRuns: 2_000 },
    ))

  it('knows nothing before the first', () => {
    expect(presenceOf(UNKNOWN_SESSION)).toBeNull()
  })

  it('keeps a new session when the end of the old one comes late', () => {
    expect(presenceOf(truthAfter([connected(200), ended(100, 201)]))).toEqual({ isOnline: true, since: 200 })
    expect(presenceOf(truthAfter([connected(200), ended(null, 150)]))).toEqual({ isOnline: true, since: 200 })
  })

  it('learns of a session from its end when its beginning was lost', () => {
    expect(presenceOf(truthAfter([connected(100), ended(200, 300)]))).toEqual({ isOnline: false, since: 300 })
    expect(presenceOf(truthAfter([connected(100), ended(200, 300), connected(200)]))?.isOnline).toBe(false)
  })
})

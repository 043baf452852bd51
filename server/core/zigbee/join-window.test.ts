import { expect, it } from 'vitest'
import { manualClock } from '../clock.ts'
import { JoinWatch } from './join-window.ts'

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

function stage() {
  const clock = manualClock(0)
  const notes: string[] = []
  const watch = new JoinWatch({
    clock,
    log,
    close: async (id) => void notes.push(`close ${id}`),
    alarm: async (id) => void notes.push(`alarm ${id}`),
    calm: async (id) => void notes.push(`calm ${id}`),
  })
  const open = (joinEndsAt: number | null) =>
    watch.informed('g', { version: null, channel: null, isJoinOpen: true, joinEndsAt })
  const shut = () => watch.informed('g', { version: null, channel: null, isJoinOpen: false, joinEndsAt: null })
  return { clock, notes, watch, open, shut }
}

it('a window that closes in time is left alone', async () => {
  const { clock, notes, open, shut } = stage()
  open(60_000)
  await clock.advance(60_000)
  shut()
  await clock.advance(600_000)
  expect(notes).toEqual([])
})

it('a window that stays open is closed, again, and then an alarm until it is shut', async () => {
  const { clock, notes, open, shut } = stage()
  open(60_000)
  await clock.advance(75_000)
  expect(notes).toEqual(['close g'])
  open(60_000)
  await clock.advance(15_000)
  expect(notes).toEqual(['close g', 'close g'])
  await clock.advance(30_000)
  expect(notes).toEqual(['close g', 'close g', 'alarm g', 'close g'])
  await clock.advance(600_000)
  expect(notes.filter((note) => note.startsWith('alarm'))).toHaveLength(1)
  shut()
  expect(notes.at(-1)).toBe('calm g')
})

it('a window of unknown end is given the longest that Zigbee knows', async () => {
  const { clock, notes, open } = stage()
  open(null)
  await clock.advance(254_000)
  expect(notes).toEqual([])
  await clock.advance(15_000)
  expect(notes).toEqual(['close g'])
})

import type { Clock } from './outside.ts'

/** Wall clock and timers. Tests use `manualClock`. */
export function systemClock(onError: (error: unknown) => void): Clock {
  return {
    now: () => Date.now(),
    every(everyMs, run) {
      let busy = false
      const timer = setInterval(() => {
        if (busy) return
        busy = true
        Promise.resolve()
          .then(run)
          .catch(onError)
          .finally(() => {
            busy = false
          })
      }, everyMs)
      timer.unref()
      return { stop: () => clearInterval(timer) }
    },
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs)
      timer.unref()
      return { stop: () => clearTimeout(timer) }
    },
  }
}

export interface ManualClock extends Clock {
  /** Moves time forward, running what falls due in order, and waits for what it started. */
  advance(ms: number): Promise<void>
}

/** A clock that only moves when told, so that tests never sleep. */
export function manualClock(startAt: number): ManualClock {
  let now = startAt
  const timers = new Set<{ due: number; every: number | null; run: () => void | Promise<void> }>()
  const add = (due: number, every: number | null, run: () => void | Promise<void>) => {
    const timer = { due, every, run }
    timers.add(timer)
    return { stop: () => void timers.delete(timer) }
  }
  return {
    now: () => now,
    every: (everyMs, run) => add(now + everyMs, everyMs, run),
    after: (delayMs, run) => add(now + delayMs, null, run),
    async advance(ms) {
      const end = now + ms
      for (;;) {
        const next = [...timers].filter((timer) => timer.due <= end).sort((a, b) => a.due - b.due)[0]
        if (!next) break
        now = Math.max(now, next.due)
        if (next.every === null) timers.delete(next)
        else next.due += next.every
        await next.run()
      }
      now = end
    },
  }
}

import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | null = null

/** One timer for every age and clock on screen. */
function subscribeSecond(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const tell of listeners) tell()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || !timer) return
    clearInterval(timer)
    timer = null
  }
}

/** The present, by whole steps: the component renders again once per step. */
export function useNow(stepMs = 1000): number {
  return useSyncExternalStore(subscribeSecond, () => Math.floor(Date.now() / stepMs) * stepMs)
}

/**
 * The age of an instant once it exceeds a limit, by whole seconds; before that null, and no render.
 */
export function useAgeBeyond(atMs: number | null, limitMs: number): number | null {
  return useSyncExternalStore(subscribeSecond, () => {
    if (atMs === null) return null
    const ageMs = Date.now() - atMs
    return ageMs > limitMs ? Math.floor(ageMs / 1000) * 1000 : null
  })
}

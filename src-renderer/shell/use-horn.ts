import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Incident } from '../api/types.ts'
import { AlarmSound } from './alarm-sound.ts'
import { type Horn, hornSeverity, silence } from './horn-state.ts'

const MUTED_KEY = 'quaywatch.sound.muted'
const sound = new AlarmSound()

let horn: Horn = { isMuted: localStorage.getItem(MUTED_KEY) === '1', silenced: new Set() }
const listeners = new Set<() => void>()
function setHorn(next: Horn): void {
  horn = next
  localStorage.setItem(MUTED_KEY, next.isMuted ? '1' : '0')
  for (const listener of listeners) listener()
}
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Sounds the worst of what is neither acknowledged nor silenced. */
export function useHorn(unacknowledged: readonly Incident[], isFlood: boolean) {
  const current = useSyncExternalStore(subscribe, () => horn)
  const severity = useMemo(() => hornSeverity(current, unacknowledged, isFlood), [current, unacknowledged, isFlood])
  const [isBlocked, setBlocked] = useState(false)

  useEffect(() => {
    sound.sound(severity)
    setBlocked(severity !== null && !sound.isAllowed)
  }, [severity])
  useEffect(() => () => sound.sound(null), [])
  useEffect(() => {
    if (!isBlocked) return
    const allow = () => {
      sound.allow().then(
        () => setBlocked(false),
        () => undefined,
      )
    }
    window.addEventListener('pointerdown', allow)
    window.addEventListener('keydown', allow)
    return () => {
      window.removeEventListener('pointerdown', allow)
      window.removeEventListener('keydown', allow)
    }
  }, [isBlocked])

  return {
    severity,
    isMuted: current.isMuted,
    isBlocked,
    silence: () => setHorn(silence(horn, unacknowledged)),
    toggleMuted: () => setHorn({ ...horn, isMuted: !horn.isMuted }),
  }
}

import { useSyncExternalStore } from 'react'
import classes from './toast.module.css'

interface Toast {
  id: number
  text: string
}

const SHOWN_MS = 4000
let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

function put(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/** A short answer to an act: what has been done. Never for alarms. */
export function toast(text: string): void {
  const id = nextId++
  put([...toasts.slice(-2), { id, text }])
  setTimeout(() => put(toasts.filter((one) => one.id !== id)), SHOWN_MS)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div className={classes.root} role="status" aria-live="polite">
      {shown.map((one) => (
        <div key={one.id} className={classes.toast}>
          {one.text}
        </div>
      ))}
    </div>
  )
}

import type { Quality } from '../outside.ts'

/** The newest known state of one series. Entries are mutated in place: copy what must last. */
export interface LiveValue {
  readonly at: number
  readonly value: number | null
  readonly quality: Quality
  /** Grows over the whole live map with every change, so that a socket can tell what it has not sent yet. */
  readonly version: number
}

/** What core features may ask of the in-memory latest map (server/ingest/live.ts). */
export interface LiveView {
  get(deviceId: string): ReadonlyMap<string, LiveValue> | undefined
}

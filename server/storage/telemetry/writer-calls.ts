import type { Retention } from '../../core/telemetry/store.ts'
import type { NewSeries } from './packer.ts'

/** What the hub's thread asks of the writer thread. */
export type WriterCalls = {
  open(path: string): { readonly series: readonly NewSeries[]; readonly nextId: number }
  commit(data: ArrayBuffer, points: number, ingestedAt: number, newSeries: readonly NewSeries[]): void
  compact(): Promise<void>
  expire(retention: Retention, now: number): boolean
  forget(deviceId: string): void
  declareCounter(deviceId: string, metric: string, modulus: number | null): void
  stats(): {
    readonly points: number
    readonly droppedPoints: number
    readonly bytes: number
    readonly committedPoints: number
  }
  close(): void
}

import { Notification } from 'electron'
import type { Clock } from '../../server/core/outside.ts'

export interface Note {
  readonly title: string
  readonly body: string
  /** Where in the window a click leads. */
  readonly path: string
}

/** The window and the hub may both tell of one thing: who comes second says nothing. */
const SAME_WITHIN_MS = 10_000

export class Notifier {
  readonly #clock: Clock
  readonly #open: (path: string) => void
  readonly #told = new Map<string, number>()
  /** The system drops a notification that nobody refers to, and its click with it. */
  readonly #shown = new Set<Notification>()

  constructor(clock: Clock, open: (path: string) => void) {
    this.#clock = clock
    this.#open = open
  }

  tell({ title, body, path }: Note): void {
    const now = this.#clock.now()
    for (const [told, at] of this.#told) if (now - at > SAME_WITHIN_MS) this.#told.delete(told)
    if (this.#told.has(path) || !Notification.isSupported()) return
    this.#told.set(path, now)
    const notification = new Notification({ title, body, urgency: 'critical' })
    const forget = () => void this.#shown.delete(notification)
    notification.on('click', () => {
      forget()
      this.#open(path)
    })
    notification.on('close', forget)
    this.#shown.add(notification)
    notification.show()
  }
}

const SLOT_MS = 1000

/**
 * Items by the second at which they want to be looked at. Looking costs what is due, not what is held: an item that
 * turns out not to be due after all is simply added again, so that moving a deadline later costs nothing.
 */
export class DueTimes<Item> {
  readonly #slots = new Map<number, Item[]>()
  /** Everything up to and with this slot has been taken. */
  #taken = Number.NEGATIVE_INFINITY
  #next = Number.POSITIVE_INFINITY

  add(item: Item, at: number): void {
    const wanted = Math.ceil(at / SLOT_MS)
    const slot = wanted > this.#taken ? wanted : this.#taken + 1
    const items = this.#slots.get(slot)
    if (items) items.push(item)
    else this.#slots.set(slot, [item])
    this.#next = Math.min(this.#next, slot)
  }

  /** Takes out everything that is due at `now`. `visit` may add items again. */
  take(now: number, visit: (item: Item) => void): void {
    const until = Math.floor(now / SLOT_MS)
    if (until <= this.#taken) return
    if (until < this.#next) {
      this.#taken = until
      return
    }
    const due = [...this.#slots.keys()].filter((slot) => slot <= until).sort((a, b) => a - b)
    this.#taken = until
    for (const slot of due) {
      const items = this.#slots.get(slot) ?? []
      this.#slots.delete(slot)
      for (const item of items) visit(item)
    }
    this.#next = Math.min(...this.#slots.keys())
  }

  /** When the next item wants to be looked at; infinity when none does. */
  get nextAt(): number {
    return this.#next * SLOT_MS
  }

  clear(): void {
    this.#slots.clear()
    this.#next = Number.POSITIVE_INFINITY
  }
}

/** Breaker or relay → when it left its rest and went back, in turn, oldest first. A breaker rests closed, a relay open. */
export type Switchings = Readonly<Record<string, readonly number[]>>

/** A time without supply; `until` is null while it lasts. */
export interface Outage {
  readonly from: number
  readonly until: number | null
}

/** The breakers and relays of the marina: how they stand now, and stood at any instant since the demo began. */
export class Switches {
  readonly #times: Map<string, number[]>

  constructor(saved: Switchings = {}) {
    this.#times = new Map(Object.entries(saved).map(([node, times]) => [node, [...times]]))
  }

  isMoved(node: string, at: number): boolean {
    const times = this.#times.get(node)
    if (times === undefined) return false
    return times.filter((time) => time <= at).length % 2 === 1
  }

  /** @returns whether that changed anything */
  operate(node: string, isMoved: boolean, at: number): boolean {
    if (this.isMoved(node, at) === isMoved) return false
    this.#times.set(node, [...(this.#times.get(node) ?? []), at])
    return true
  }

  /** Those that began before an instant. */
  outages(node: string, before: number): readonly Outage[] {
    const times = this.#times.get(node)
    if (times === undefined) return []
    return times.flatMap((from, index) =>
      index % 2 === 0 && from < before ? [{ from, until: times[index + 1] ?? null }] : [],
    )
  }

  saved(): Switchings {
    return Object.fromEntries(this.#times)
  }
}

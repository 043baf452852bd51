/** Typed in-process notifications between features. Listeners run synchronously and must not throw. */
export class Events<EventMap extends object> {
  readonly #listeners = new Map<keyof EventMap, Set<(payload: never) => void>>()

  on<Name extends keyof EventMap>(name: Name, listener: (payload: EventMap[Name]) => void): () => void {
    const set = this.#listeners.get(name) ?? new Set()
    set.add(listener as (payload: never) => void)
    this.#listeners.set(name, set)
    return () => void set.delete(listener as (payload: never) => void)
  }

  emit<Name extends keyof EventMap>(name: Name, payload: EventMap[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as (payload: EventMap[Name]) => void)(payload)
  }
}

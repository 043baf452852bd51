import { DueTimes } from '../due-times.ts'
import type { Policy } from './alarm.types.ts'
import { type Calendar, openAt, type Schedule } from './schedule.ts'

interface Gate {
  readonly policyId: string
  /** The policy's `updatedAt`: what is as it was is not worked out again. */
  readonly version: number
  readonly schedule: Schedule
  readonly calendar: Calendar
  isOpen: boolean
  until: number
}

/** Which policies are judged now. Their edges come from the clock: a window opens and closes without a sample. */
export class Gates {
  readonly #gates = new Map<string, Gate>()
  readonly #due = new DueTimes<Gate>()
  readonly #turned: (policyId: string, isOpen: boolean, now: number) => void

  constructor(turned: (policyId: string, isOpen: boolean, now: number) => void) {
    this.#turned = turned
  }

  isOpen(policyId: string): boolean {
    return this.#gates.get(policyId)?.isOpen ?? true
  }

  closed(): readonly string[] {
    return [...this.#gates.values()].filter((gate) => !gate.isOpen).map((gate) => gate.policyId)
  }

  get nextAt(): number {
    let next = Number.POSITIVE_INFINITY
    for (const gate of this.#gates.values()) next = Math.min(next, gate.until)
    return next
  }

  /** Takes over a policy's schedule, and the calendar that it is read with. */
  set({ id, schedule, updatedAt: version }: Policy, calendar: Calendar, now: number): void {
    const before = this.#gates.get(id)
    if (schedule === null) {
      this.#gates.delete(id)
      if (before && !before.isOpen) this.#turned(id, true, now)
      return
    }
    if (before?.version === version && before.calendar === calendar) return
    const gate: Gate = { policyId: id, version, schedule, calendar, ...openAt(schedule, calendar, now) }
    this.#gates.set(id, gate)
    this.#due.add(gate, gate.until)
    if ((before?.isOpen ?? true) !== gate.isOpen) this.#turned(id, gate.isOpen, now)
  }

  drop(policyId: string): void {
    this.#gates.delete(policyId)
  }

  tick(now: number): void {
    this.#due.take(now, (gate) => {
      if (this.#gates.get(gate.policyId) !== gate) return
      const wasOpen = gate.isOpen
      Object.assign(gate, openAt(gate.schedule, gate.calendar, now))
      this.#due.add(gate, gate.until)
      if (gate.isOpen !== wasOpen) this.#turned(gate.policyId, gate.isOpen, now)
    })
  }
}

import type { Stores } from '../../storage/stores/stores.ts'
import type { Calendar } from './schedule.ts'

const NOWHERE: Calendar = { timeZone: 'UTC', holidays: new Set() }

/** Each tenant's clock and days of rest, in memory for the schedules. */
export class Calendars {
  readonly #stores: Stores
  readonly #timeZoneOf: (tenantId: string) => Promise<string>
  readonly #calendars = new Map<string, Calendar>()

  constructor(stores: Stores, timeZoneOf: (tenantId: string) => Promise<string>) {
    this.#stores = stores
    this.#timeZoneOf = timeZoneOf
  }

  of(tenantId: string): Calendar {
    return this.#calendars.get(tenantId) ?? NOWHERE
  }

  /**
   * A calendar that did not change stays the same object, so that nothing is worked out anew because of it.
   * @returns whether any is another one
   */
  async refresh(tenantIds: readonly string[]): Promise<boolean> {
    let isChanged = false
    for (const tenantId of new Set(tenantIds)) {
      const timeZone = await this.#timeZoneOf(tenantId)
      const days = (await this.#stores.holidays.of(tenantId)).map(({ date }) => date)
      const before = this.#calendars.get(tenantId)
      const isSame =
        before?.timeZone === timeZone &&
        before.holidays.size === days.length &&
        days.every((day) => before.holidays.has(day))
      if (isSame) continue
      this.#calendars.set(tenantId, { timeZone, holidays: new Set(days) })
      isChanged = true
    }
    return isChanged
  }
}

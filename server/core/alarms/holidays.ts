import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import { ruleViolation } from '../errors.ts'
import type { Transact } from '../transact.ts'

/** A day on which the marina rests. */
export interface Holiday {
  /** Local date, "YYYY-MM-DD". */
  readonly date: string
  readonly name: string
}

const MAX_HOLIDAYS = 1000

/**
 * Turkish public holidays that have a fixed date (law no. 2429 and its changes). The religious ones move with the moon
 * and are added by hand.
 */
const TURKISH_FIXED = [
  ['01-01', 'Yılbaşı'],
  ['04-23', 'Ulusal Egemenlik ve Çocuk Bayramı'],
  ['05-01', 'Emek ve Dayanışma Günü'],
  ['05-19', 'Atatürk’ü Anma, Gençlik ve Spor Bayramı'],
  ['07-15', 'Demokrasi ve Millî Birlik Günü'],
  ['08-30', 'Zafer Bayramı'],
  ['10-29', 'Cumhuriyet Bayramı'],
] as const

/** An offer: nothing is a holiday until somebody says so. */
export const turkishHolidays = (year: number): readonly Holiday[] =>
  TURKISH_FIXED.map(([day, name]) => ({ date: `${year}-${day}`, name }))

export interface HolidaysDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  /** After the commit: schedules are read anew. */
  readonly changed: (tenantId: string) => Promise<void>
}

/** The days that schedules may leave out, or keep to. */
export class Holidays {
  readonly #deps: HolidaysDeps

  constructor(deps: HolidaysDeps) {
    this.#deps = deps
  }

  async list(actor: Actor): Promise<readonly Holiday[]> {
    requirePermission(actor, 'alarms:read')
    return this.#deps.stores.holidays.of(actor.tenantId)
  }

  /** Takes the place of all that there were. @throws AppError BUSINESS_RULE_VIOLATION */
  async replace(actor: Actor, holidays: readonly Holiday[]): Promise<readonly Holiday[]> {
    requirePermission(actor, 'alarms:write')
    const { transact, audit, stores, changed } = this.#deps
    const { tenantId } = actor
    const dates = new Set(holidays.map(({ date }) => date))
    if (holidays.length > MAX_HOLIDAYS || dates.size < holidays.length || ![...dates].every(isDate)) {
      throw ruleViolation({
        tr: `En çok ${MAX_HOLIDAYS} tatil günü, her tarih bir kez ve YYYY-AA-GG biçiminde verilmelidir`,
        en: `At most ${MAX_HOLIDAYS} holidays, each date once and as YYYY-MM-DD`,
      })
    }
    await transact(async (inside) => {
      await inside.holidays.replace(tenantId, holidays)
      const detail = { dates: [...dates] }
      await audit.append(inside, { tenantId, actor, action: 'update', entity: 'holidays', entityId: tenantId, detail })
    })
    await changed(tenantId)
    return stores.holidays.of(tenantId)
  }
}

function isDate(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === date
}

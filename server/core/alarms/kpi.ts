import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import { ruleViolation } from '../errors.ts'
import type { Clock } from '../outside.ts'
import type { IncidentView } from './alarm.types.ts'
import type { AlarmSettings } from './alarm-settings.ts'
import type { Alarms } from './alarms.ts'
import type { StandingAlarm } from './kpi.types.ts'
import { type KpiTally, tallyOf } from './kpi-tally.ts'

const DAY_MS = 86_400_000
export const STALE_MS = DAY_MS
const MAX_RANGE_DAYS = 366
const ROWS_PER_STEP = 2_000
const LISTED = 50

export interface Kpis extends KpiTally {
  readonly start: number
  readonly end: number
  readonly operators: number
  /** Alarms that stand now, and those of them that have for more than a day. */
  readonly standing: number
  readonly stale: readonly IncidentView[]
  readonly staleTotal: number
  readonly chattering: readonly StandingAlarm[]
}

export interface AlarmKpisDeps {
  readonly stores: Stores
  readonly clock: Clock
  readonly alarms: Pick<Alarms, 'standing' | 'standingSince'>
  readonly settings: Pick<AlarmSettings, 'of'>
}

/** How well the alarm system serves its operators, after ISA-18.2 and EEMUA 191. */
export class AlarmKpis {
  readonly #deps: AlarmKpisDeps

  constructor(deps: AlarmKpisDeps) {
    this.#deps = deps
  }

  /** @throws AppError BUSINESS_RULE_VIOLATION when the range is empty or longer than a year */
  async of(actor: Actor, start: number, end: number): Promise<Kpis> {
    requirePermission(actor, 'alarms:read')
    const { clock, stores, alarms, settings } = this.#deps
    const until = Math.min(end, clock.now())
    if (start >= until || until - start > MAX_RANGE_DAYS * DAY_MS) {
      throw ruleViolation({
        tr: `Aralık geçmişte başlamalı ve en çok ${MAX_RANGE_DAYS} gün olmalıdır`,
        en: `The range must begin in the past and last at most ${MAX_RANGE_DAYS} days`,
      })
    }
    const { operators } = settings.of(actor.tenantId)
    const tally = tallyOf({ start, end: until, operators })
    await this.#read(actor.tenantId, start, until, tally.add)
    const stale = alarms.standingSince(actor, clock.now() - STALE_MS)
    return {
      ...tally.result(),
      start,
      end: until,
      operators,
      standing: alarms.standing(actor),
      stale: stale.slice(0, LISTED),
      staleTotal: stale.length,
      chattering: await stores.annunciations.chattered(actor.tenantId, start, until, LISTED),
    }
  }

  /** In pieces, so that a year of a bad system does not hold up the hub. */
  async #read(tenantId: string, start: number, end: number, add: ReturnType<typeof tallyOf>['add']): Promise<void> {
    let from = { at: start, seq: -1 }
    for (;;) {
      const rows = await this.#deps.stores.annunciations.between(tenantId, from, end, ROWS_PER_STEP)
      for (const row of rows) add(row)
      const last = rows.at(-1)
      if (last === undefined || rows.length < ROWS_PER_STEP) return
      from = { at: last.at, seq: last.seq }
      // SQLite answers in the same turn.
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

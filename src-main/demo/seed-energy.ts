import type { Actor } from '../../server/core/access.ts'
import type { Core } from '../../server/core/core.ts'
import type { DemoState } from './demo-state.ts'
import type { MarinaModel } from './load/model.ts'
import { dayStart, localDay } from './load/site-time.ts'
import { MAIN } from './load/supply.ts'
import { DEVICES } from './marina.ts'
import { EXCHANGE_SURPLUS_WH, EXCHANGED_PEDESTAL, exchangedAt, pastBegins } from './past.ts'

const METRIC = 'energy_import'
/** Meters show whole tenths of a kilowatt-hour. */
const DISPLAY_WH = 100
const DAYS_AGO = 400

/** What the distributor and the marina agreed on, and what the marina asks of its guests. Fictional prices. */
export async function seedAgreements({ energy }: Pick<Core, 'energy'>, actor: Actor, state: DemoState): Promise<void> {
  const deviceId = state.devices[MAIN]
  if (deviceId === undefined || (await energy.billing.tariffs(actor)).length > 0) return
  const longAgo = dayStart(localDay(state.startedAt) - DAYS_AGO)
  await energy.rules.addLimit(actor, {
    deviceId,
    validFrom: longAgo,
    installedKva: 630,
    connectionKw: 480,
    isSinglePhase: false,
    inductivePercent: null,
    capacitivePercent: null,
    isExempt: false,
  })
  const tariff = { standingPerDay: 25, currency: 'TRY' }
  await energy.billing.setTariff(actor, { ...tariff, validFrom: longAgo, pricePerKwh: 7.9 })
  await energy.billing.setTariff(actor, { ...tariff, validFrom: pastBegins(state.startedAt), pricePerKwh: 8.6 })
}

/** Records the exchange that history tells of, once history is there. */
export async function seedExchange(
  { energy }: Pick<Core, 'energy'>,
  actor: Actor,
  state: DemoState,
  model: MarinaModel,
): Promise<void> {
  const deviceId = state.devices[EXCHANGED_PEDESTAL]
  const device = DEVICES.find(({ key }) => key === EXCHANGED_PEDESTAL)
  if (deviceId === undefined || !device || energy.exchanges.list(actor, deviceId).length > 0) return
  const at = exchangedAt(state.startedAt)
  const index = model.values(device.source, at)[METRIC] ?? 0
  const shown = (wattHours: number) => Math.round(wattHours / DISPLAY_WH) * DISPLAY_WH
  await energy.exchanges.record(actor, deviceId, {
    at,
    metric: METRIC,
    oldEndIndex: shown(index + EXCHANGE_SURPLUS_WH),
    newStartIndex: shown(index),
    note: 'Kalibrasyon süresi dolan sayaç değiştirildi / Calibration had run out',
  })
}

import { Holidays, type HolidaysDeps } from '../core/alarms/holidays.ts'
import { Outlook, type OutlookDeps } from '../core/alarms/outlook.ts'
import { Simulation, type SimulationDeps } from '../core/alarms/simulation.ts'
import type { Energy } from '../core/energy/energy.ts'

interface AlarmEvaluationDeps extends Omit<SimulationDeps, 'outlook'>, Omit<HolidaysDeps, 'stores'> {
  readonly store: SimulationDeps['store'] & OutlookDeps['store']
  readonly energy: Pick<Energy, 'meters' | 'rules'>
}

/** What alarm policies are judged with besides samples, and what a policy would have done. */
export function alarmEvaluation(deps: AlarmEvaluationDeps) {
  const { store, inventory, energy, tenantTimeZone } = deps
  const asked: OutlookDeps = {
    store,
    inventory,
    meters: energy.meters,
    timeZoneOf: async (device) => inventory.regionOf(device)?.timeZone ?? (await tenantTimeZone(device.tenantId)),
    lawfulLimit: async (device, kind, at) => {
      const limits = await energy.rules.limitsOf(device, at)
      if (limits.band === 'exempt') return null
      return kind === 'inductive' ? limits.inductivePercent : limits.capacitivePercent
    },
  }
  return {
    outlook: new Outlook(asked),
    simulation: new Simulation({ ...deps, outlook: asked }),
    holidays: new Holidays(deps),
  }
}

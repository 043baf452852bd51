import { Outlook, type OutlookDeps } from '../core/alarms/outlook.ts'
import type { Energy } from '../core/energy/energy.ts'

interface AlarmOutlookDeps extends Pick<OutlookDeps, 'store' | 'inventory'> {
  readonly energy: Pick<Energy, 'meters' | 'rules'>
  readonly tenantTimeZone: (tenantId: string) => Promise<string>
}

/** What slow alarm conditions are answered with. */
export function alarmOutlook({ store, inventory, energy, tenantTimeZone }: AlarmOutlookDeps): Outlook {
  return new Outlook({
    store,
    inventory,
    meters: energy.meters,
    timeZoneOf: async (device) => inventory.regionOf(device)?.timeZone ?? (await tenantTimeZone(device.tenantId)),
    lawfulLimit: async (device, kind, at) => {
      const limits = await energy.rules.limitsOf(device, at)
      if (limits.band === 'exempt') return null
      return kind === 'inductive' ? limits.inductivePercent : limits.capacitivePercent
    },
  })
}

import type { Alarms } from '../core/alarms/alarms.ts'
import { Loto, type LotoDeps } from '../core/loto/loto.ts'

const ORIGIN = 'energised_under_lockout'

export interface LotoPartsDeps extends Omit<LotoDeps, 'alarm'> {
  /** Built later than the locks, because everything that writes waits for these. */
  readonly alarms: () => Pick<Alarms, 'report' | 'resolve'>
}

/** Lock-out/tag-out with its alarm. */
export function makeLoto(deps: LotoPartsDeps): Loto {
  const { alarms, inventory, stores } = deps
  const gatewayOf = (deviceId: string) => inventory.devices.get(deviceId)?.gatewayId ?? null
  return new Loto({
    ...deps,
    alarm: {
      raise: (finding) =>
        alarms().report({
          ...finding,
          origin: ORIGIN,
          gatewayId: gatewayOf(finding.deviceId),
          severity: 'critical',
        }),
      clear: (deviceId) => alarms().resolve({ origin: ORIGIN, deviceId, gatewayId: gatewayOf(deviceId) }),
      standing: async () =>
        (await stores.incidents.open()).flatMap(({ origin, clearedAt, deviceId }) =>
          origin === ORIGIN && clearedAt === null && deviceId !== null ? [deviceId] : [],
        ),
    },
  })
}

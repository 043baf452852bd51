import { GatewayConfigs, type GatewayConfigsDeps } from '../core/gateway-config/gateway-configs.ts'
import { GatewayPresence, type GatewayPresenceDeps } from '../core/presence/gateway-presence.ts'
import type { Job } from '../jobs/jobs.ts'
import { isAddressOrNetwork, isListed } from '../security/addresses.ts'

export interface GatewayConfigParts {
  readonly core: { readonly gatewayConfigs: GatewayConfigs; readonly presence: GatewayPresence }
  readonly jobs: readonly Job[]
}

type Deps = GatewayConfigsDeps & Omit<GatewayPresenceDeps, 'isListed' | 'isAddressOrNetwork'>

const TICK_MS = 5_000
const RECONCILE_MS = 15_000

/** What gateways should run, and whether an external broker says that they are there. */
export async function gatewayConfigParts(deps: Deps): Promise<GatewayConfigParts> {
  const gatewayConfigs = new GatewayConfigs(deps)
  const presence = new GatewayPresence({ ...deps, isListed, isAddressOrNetwork })
  await presence.start()
  return {
    core: { gatewayConfigs, presence },
    jobs: [
      { name: 'gateway configurations', everyMs: TICK_MS, run: () => gatewayConfigs.tick() },
      { name: 'broker sessions', everyMs: RECONCILE_MS, run: () => presence.reconcile() },
    ],
  }
}

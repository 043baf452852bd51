import type { Alarms } from '../core/alarms/alarms.ts'
import type { CommandBus } from '../core/control/command-bus.ts'
import type { Gateway } from '../core/devices/devices.types.ts'
import { AppError } from '../core/errors.ts'
import type { ClaimAnswer, Clock, GatewayReport, Log, Reading } from '../core/outside.ts'
import { Claims, type ClaimsDeps } from '../core/zigbee/claims.ts'
import { JoinWatch } from '../core/zigbee/join-window.ts'
import { ZigbeeNetworks } from '../core/zigbee/network.ts'
import { BridgeRequests } from '../core/zigbee/requests.ts'
import { Zigbee, type ZigbeeDeps } from '../core/zigbee/zigbee.ts'
import type { Job } from '../jobs/jobs.ts'

const ORIGIN = 'zigbee_join_open'
const MINUTE_MS = 60_000

export interface ZigbeeParts {
  readonly zigbee: Zigbee
  readonly claims: Claims
  readonly networks: ZigbeeNetworks
  readonly jobs: readonly Job[]
  start(): Promise<void>
  stop(): void
  take(report: GatewayReport): Promise<void>
  redeem(code: string): Promise<ClaimAnswer>
}

export interface ZigbeePartsDeps extends Omit<ZigbeeDeps, 'networks' | 'requests'>, ClaimsDeps {
  readonly clock: Clock
  readonly log: Log
  readonly commandBus: CommandBus
  readonly isDemo: boolean
  readonly readings: (batch: readonly Reading[]) => Promise<void>
  /** For a network that does not close. */
  readonly alarms: Pick<Alarms, 'report' | 'resolve'>
}

/** Zigbee networks behind their bridges, and the codes that gateways join with. */
export function makeZigbee(deps: ZigbeePartsDeps): ZigbeeParts {
  const { clock, log, inventory, alarms } = deps
  const gatewayOf = (id: string) => inventory.gateways.get(id)
  const withGateway = async (id: string, run: (gateway: Gateway) => Promise<void> | void) => {
    const gateway = gatewayOf(id)
    if (gateway) await run(gateway)
  }
  const networks = new ZigbeeNetworks({
    stores: deps.stores,
    inventory,
    quality: deps.isDemo ? 'simulated' : 'good',
    readings: deps.readings,
    changed: (gatewayId) => {
      const gateway = gatewayOf(gatewayId)
      if (gateway) deps.changed(gateway.tenantId)
    },
    informed: (gatewayId, info) => watch.informed(gatewayId, info),
  })
  const requests = new BridgeRequests({
    clock,
    publish: (tenantId, message) => deps.commandBus.publish({ tenantId, ...message }),
  })
  const zigbee = new Zigbee({ ...deps, networks, requests })
  const watch: JoinWatch = new JoinWatch({
    clock,
    log,
    close: (id) => withGateway(id, (gateway) => zigbee.shut(gateway)),
    alarm: (id, message) =>
      withGateway(id, ({ tenantId }) =>
        alarms.report({
          origin: ORIGIN,
          tenantId,
          gatewayId: id,
          deviceId: null,
          severity: 'high',
          message,
          metric: null,
          value: null,
        }),
      ),
    calm: (id) => withGateway(id, () => alarms.resolve({ origin: ORIGIN, gatewayId: id, deviceId: null })),
  })
  const claims = new Claims(deps)
  return {
    zigbee,
    claims,
    networks,
    jobs: [{ name: 'zigbee claims', everyMs: MINUTE_MS, run: () => claims.expire() }],
    start: () => networks.load(),
    stop: () => watch.stop(),
    async take(report) {
      if (gatewayOf(report.gatewayId)?.type !== 'zigbee') return
      requests.take(report)
      await networks.take(report)
    },
    async redeem(code) {
      try {
        return await claims.redeem(code)
      } catch (error) {
        if (error instanceof AppError) return { refused: error.code === 'RATE_LIMITED' ? 'try later' : 'wrong code' }
        throw error
      }
    },
  }
}

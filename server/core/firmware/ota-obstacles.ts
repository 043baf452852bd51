import type { Stores } from '../../storage/stores/stores.ts'
import type { CommandBus } from '../control/command-bus.ts'
import type { Inventory } from '../devices/inventory.ts'
import { AppError } from '../errors.ts'
import type { OtaUpdate, WaitsFor } from './ota.types.ts'
import { subjectOf } from './ota-unit.ts'

export interface ObstacleDeps {
  readonly stores: Stores
  readonly inventory: Inventory
  readonly commandBus: Pick<CommandBus, 'requireFree'>
  /** Whether a critical incident stands on the gateway or anything behind it. */
  readonly hasCritical: (gatewayId: string) => boolean
}

/** What stands in the way of an offer, or null. */
export async function obstacleOf(
  { stores, inventory, commandBus, hasCritical }: ObstacleDeps,
  update: OtaUpdate,
): Promise<WaitsFor | null> {
  const { gatewayId, tenantId, batchId } = update
  if (!inventory.gateways.get(gatewayId)?.isOnline) return 'gateway'
  if (batchId !== null && (await stores.ota.batch(tenantId, batchId))?.state === 'paused') return 'batch'
  const others = (await stores.ota.activeOf(gatewayId)).filter(({ id }) => id !== update.id)
  if (others.some(({ state }) => state !== 'queued')) return 'gateway'
  if (hasCritical(gatewayId)) return 'critical_alarm'
  try {
    await commandBus.requireFree(subjectOf(tenantId, update))
    return null
  } catch (error) {
    if (error instanceof AppError) return 'lockout'
    throw error
  }
}

import type { Stores } from '../../storage/stores/stores.ts'
import type { Actor } from '../access.ts'
import type { Inventory } from '../devices/inventory.ts'
import { notFound, ruleViolation, stateConflict, type Words } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Clock } from '../outside.ts'
import { FIRMWARE_TRANSITIONS } from './firmware.states.ts'
import type { FirmwareVersion } from './firmware.types.ts'
import type { FirmwareTrust } from './firmware-trust.ts'
import type { OtaUpdate } from './ota.types.ts'
import { factsOf, misfit } from './ota-fit.ts'
import { type Unit, unitOf } from './ota-unit.ts'

export interface AdmissionDeps {
  readonly clock: Clock
  readonly inventory: Inventory
  readonly trust: Pick<FirmwareTrust, 'settingsOf'>
}

const HOUR_MS = 3_600_000

const MISFITS: Readonly<Record<NonNullable<ReturnType<typeof misfit>>, (name: string) => Words>> = {
  device_type: (name) => ({
    tr: `${name}: bu sürüm başka bir birim türü için`,
    en: `${name}: this version is for another kind of unit`,
  }),
  hw_revision: (name) => ({
    tr: `${name}: bu sürüm başka bir donanım revizyonu için`,
    en: `${name}: this version is for another hardware revision`,
  }),
  min_from: (name) => ({
    tr: `${name}: üzerindeki sürümden doğrudan geçilemez, önce ara sürümü kurun`,
    en: `${name}: it cannot go there from the version it runs; install the one between first`,
  }),
}

/** @throws AppError STATE_CONFLICT unless the version is released */
export async function releasedVersion(stores: Stores, actor: Actor, firmwareId: string): Promise<FirmwareVersion> {
  const firmware = await stores.firmware.get(actor.tenantId, firmwareId)
  if (!firmware) throw notFound({ tr: 'Yazılım sürümü bulunamadı', en: 'Firmware version not found' })
  if (FIRMWARE_TRANSITIONS[firmware.state].roll_out === undefined)
    throw stateConflict({
      tr: 'Yalnızca yayımlanmış bir sürüm kurulabilir',
      en: 'Only a released version can be rolled out',
    })
  return firmware
}

/** A new update for a unit that may take it. @throws AppError STATE_CONFLICT, BUSINESS_RULE_VIOLATION */
export async function admit(
  { clock, inventory, trust }: AdmissionDeps,
  stores: Stores,
  actor: Actor,
  firmware: FirmwareVersion,
  unit: Unit,
): Promise<OtaUpdate> {
  const reported = await stores.ota.unit(unitOf(unit))
  const reason = misfit(firmware, factsOf(inventory, unit, reported))
  if (reason !== null) throw ruleViolation(MISFITS[reason](unit.name))
  if ((await stores.ota.activeOf(unit.gatewayId)).length > 0)
    throw stateConflict({
      tr: `${unit.name} için süren bir güncelleme var`,
      en: `An update of ${unit.name} is under way already`,
    })
  const now = clock.now()
  const queueExpiresAt = now + (await trust.settingsOf(actor.tenantId, stores)).queueExpiryH * HOUR_MS
  return {
    id: newId(),
    tenantId: actor.tenantId,
    firmwareId: firmware.id,
    gatewayId: unit.gatewayId,
    deviceId: unit.deviceId,
    batchId: null,
    wave: null,
    attempt: 1,
    retryOf: null,
    state: 'queued',
    waitsFor: null,
    progress: null,
    error: null,
    errorDetail: null,
    fromVersion: reported?.version ?? null,
    reportedVersion: null,
    offers: 0,
    tokenSha256: null,
    tokenExpiresAt: null,
    stateSince: now,
    deadlineAt: queueExpiresAt,
    queueExpiresAt,
    createdAt: now,
    createdBy: actor.userId,
    startedAt: null,
    finishedAt: null,
  }
}

import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import type { CommandBus } from '../control/command-bus.ts'
import { AppError, notFound, stateConflict } from '../errors.ts'
import type { StoredFile } from '../files.ts'
import type { Page } from '../page.ts'
import type { Transact } from '../transact.ts'
import type { Firmware } from './firmware.ts'
import type { FirmwareVersion } from './firmware.types.ts'
import { canRetry, isOver, otaStep } from './ota.states.ts'
import type { OtaEvent, OtaUpdate, UnitFirmware } from './ota.types.ts'
import { type AdmissionDeps, admit, releasedVersion } from './ota-admission.ts'
import type { OtaEngine } from './ota-engine.ts'
import { write } from './ota-moves.ts'
import { sha256 } from './ota-offer.ts'
import { resolveUnit, subjectOf, type UnitRef } from './ota-unit.ts'

export interface OtaDeps extends AdmissionDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly firmware: Firmware
  readonly engine: OtaEngine
  readonly hasCritical: (gatewayId: string) => boolean
  readonly commandBus: Pick<CommandBus, 'requireFree'>
  readonly changed: (tenantId: string) => void
}

/** An update as people read it. */
export interface OtaView {
  readonly update: OtaUpdate
  /** Null when the gateway or the device is gone. */
  readonly unitName: string | null
  readonly firmware: FirmwareVersion | null
}

/** Single updates: start, watch, cancel, try again. */
export class Ota {
  readonly #deps: OtaDeps

  constructor(deps: OtaDeps) {
    this.#deps = deps
  }

  async list(
    actor: Actor,
    filters: Parameters<Stores['ota']['list']>[1],
    page: Parameters<Stores['ota']['list']>[2],
  ): Promise<Page<OtaView>> {
    requirePermission(actor, 'firmware:read')
    const { items, total } = await this.#deps.stores.ota.list(actor.tenantId, filters, page)
    return { items: await this.views(items), total }
  }

  /** With its history and every attempt of the same chain, oldest first. */
  async get(
    actor: Actor,
    id: string,
  ): Promise<{ view: OtaView; events: readonly OtaEvent[]; attempts: readonly OtaUpdate[] }> {
    requirePermission(actor, 'firmware:read')
    const { stores } = this.#deps
    const update = await this.#own(stores, actor, id)
    return {
      view: await this.#view(update),
      events: await stores.ota.events(id),
      attempts: await stores.ota.chainOf(update),
    }
  }

  async views(updates: readonly OtaUpdate[]): Promise<readonly OtaView[]> {
    return Promise.all(updates.map((update) => this.#view(update)))
  }

  async #view(update: OtaUpdate): Promise<OtaView> {
    const { stores, inventory } = this.#deps
    const unit =
      update.deviceId === null ? inventory.gateways.get(update.gatewayId) : inventory.devices.get(update.deviceId)
    return {
      update,
      unitName: unit?.name ?? null,
      firmware: await stores.firmware.get(update.tenantId, update.firmwareId),
    }
  }

  /** What every unit last said that it runs. */
  async units(actor: Actor): Promise<readonly UnitFirmware[]> {
    requirePermission(actor, 'firmware:read')
    return this.#deps.stores.ota.units(actor.tenantId)
  }

  /**
   * @throws AppError STATE_CONFLICT when the version is not released, the unit is locked out, in critical alarm or being
   * updated; BUSINESS_RULE_VIOLATION when the version does not fit it
   */
  async start(actor: Actor, firmwareId: string, ref: UnitRef): Promise<OtaView> {
    requirePermission(actor, 'ota:write')
    const { transact, inventory, commandBus, hasCritical, engine } = this.#deps
    const unit = resolveUnit(inventory, actor.tenantId, ref)
    if (hasCritical(unit.gatewayId))
      throw stateConflict({
        tr: `${unit.name} üzerinde kritik bir alarm var; önce onu giderin`,
        en: `A critical incident stands on ${unit.name}; deal with it first`,
      })
    await commandBus.requireFree(subjectOf(actor.tenantId, unit))
    const made = await transact(async (stores) => {
      const firmware = await releasedVersion(stores, actor, firmwareId)
      const update = await admit(this.#deps, stores, actor, firmware, unit)
      await stores.ota.save(update)
      await this.#note(stores, actor, 'start', update.id, { firmware_id: firmwareId, unit: unit.name })
      return update
    })
    this.#deps.changed(actor.tenantId)
    await engine.kick(made.gatewayId)
    return this.#view((await this.#deps.stores.ota.find(made.id)) ?? made)
  }

  /** @throws AppError STATE_CONFLICT once it is being installed, or when it is over */
  async cancel(actor: Actor, id: string): Promise<OtaView> {
    requirePermission(actor, 'ota:write')
    const { transact, clock, engine, changed } = this.#deps
    const { before, after } = await transact(async (stores) => {
      const before = await this.#own(stores, actor, id)
      const after = await write(stores, before, { action: 'cancel', actorId: actor.userId }, clock.now())
      if (after === null)
        throw stateConflict(
          isOver(before.state)
            ? { tr: 'Güncelleme zaten sona ermiş', en: 'The update is over already' }
            : {
                tr: 'Kurulum başladı; artık iptal edilemez',
                en: 'It is being installed; it can no longer be cancelled',
              },
        )
      await this.#note(stores, actor, 'cancel', id, { from: before.state })
      return { before, after }
    })
    changed(actor.tenantId)
    if (otaStep(before.state, 'lose') !== null) await engine.recall(before)
    if (after.batchId !== null) await engine.advance(after.batchId)
    return this.#view(after)
  }

  /** A new attempt that names the one before. @throws AppError STATE_CONFLICT unless it is the last one and did not succeed */
  async retry(actor: Actor, id: string): Promise<OtaView> {
    requirePermission(actor, 'ota:write')
    const { transact, engine, inventory, commandBus, changed } = this.#deps
    const known = await this.#own(this.#deps.stores, actor, id)
    await commandBus.requireFree(subjectOf(actor.tenantId, known))
    const made = await transact(async (stores) => {
      const before = await this.#own(stores, actor, id)
      if (!canRetry(before.state))
        throw stateConflict({
          tr: 'Yalnızca başarısız olan, iptal edilen ya da süresi dolan bir güncelleme yinelenebilir',
          en: 'Only an update that failed, was cancelled or timed out can be tried again',
        })
      if ((await stores.ota.chainOf(before)).at(-1)?.id !== id)
        throw stateConflict({ tr: 'Bu deneme zaten yinelenmiş', en: 'This attempt has been tried again already' })
      const firmware = await releasedVersion(stores, actor, before.firmwareId)
      const ref = before.deviceId === null ? { gatewayId: before.gatewayId } : { deviceId: before.deviceId }
      const update: OtaUpdate = {
        ...(await admit(this.#deps, stores, actor, firmware, resolveUnit(inventory, actor.tenantId, ref))),
        batchId: before.batchId,
        wave: before.wave,
        attempt: before.attempt + 1,
        retryOf: before.id,
      }
      await stores.ota.save(update)
      await this.#note(stores, actor, 'retry', update.id, { retry_of: id, attempt: update.attempt })
      return update
    })
    changed(actor.tenantId)
    await engine.kick(made.gatewayId)
    return this.#view((await this.#deps.stores.ota.find(made.id)) ?? made)
  }

  /** The file for the unit itself: it shows the token of its offer and nothing else. */
  async fileFor(updateId: string, token: string): Promise<{ firmware: FirmwareVersion; file: StoredFile }> {
    const { stores, clock, firmware: library } = this.#deps
    const update = await stores.ota.find(updateId)
    const isGood =
      update !== null &&
      update.tokenSha256 === sha256(token) &&
      update.tokenExpiresAt !== null &&
      update.tokenExpiresAt > clock.now()
    const firmware = isGood ? await stores.firmware.get(update.tenantId, update.firmwareId) : null
    // Whether the update or the token is wrong is nobody's business.
    if (!firmware) throw new AppError('TOKEN_INVALID')
    return { firmware, file: await library.fileOf(firmware) }
  }

  #note(
    stores: Stores,
    actor: Actor,
    action: string,
    entityId: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { tenantId } = actor
    return this.#deps.audit.append(stores, { tenantId, actor, action, entity: 'ota_update', entityId, detail })
  }

  async #own(stores: Stores, actor: Actor, id: string): Promise<OtaUpdate> {
    const update = await stores.ota.get(actor.tenantId, id)
    if (!update) throw notFound({ tr: 'Güncelleme bulunamadı', en: 'Update not found' })
    return update
  }
}

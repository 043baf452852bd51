import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import { duplicate, notFound, stateConflict } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Page } from '../page.ts'
import type { FirmwareVersion } from './firmware.types.ts'
import { BATCH_TRANSITIONS, type BatchAction } from './ota.states.ts'
import type { Ota, OtaDeps, OtaView } from './ota.ts'
import type { OtaBatch, OtaUpdate } from './ota.types.ts'
import { admit, releasedVersion } from './ota-admission.ts'
import { write } from './ota-moves.ts'
import { resolveUnit, type UnitRef } from './ota-unit.ts'
import { newestAttempts, standingOf, type WaveStanding, waveSizes } from './rollout.ts'

export interface BatchDraft {
  readonly firmwareId: string
  readonly units: readonly UnitRef[]
  /** Cumulative percent of the units per wave, rising, the last one 100. */
  readonly waves: readonly number[]
  readonly errorThresholdPercent: number
}

export interface BatchView {
  readonly batch: OtaBatch
  /** The newest attempt of each unit, by wave and name. */
  readonly updates: readonly OtaView[]
  readonly standing: WaveStanding
  readonly firmware: FirmwareVersion | null
}

const REFUSALS: Readonly<Record<BatchAction, { tr: string; en: string }>> = {
  pause: { tr: 'Yalnızca süren bir dağıtım duraklatılabilir', en: 'Only a running rollout can be paused' },
  resume: { tr: 'Yalnızca duraklatılmış bir dağıtım sürdürülebilir', en: 'Only a paused rollout can be resumed' },
  abort: { tr: 'Dağıtım zaten sona ermiş', en: 'The rollout is over already' },
  complete: { tr: 'Dağıtım zaten sona ermiş', en: 'The rollout is over already' },
}

/** Updates of many units in waves: a few first, the rest when those went well. */
export class OtaBatches {
  readonly #deps: OtaDeps
  readonly #ota: Ota

  constructor(deps: OtaDeps, ota: Ota) {
    this.#deps = deps
    this.#ota = ota
  }

  async list(actor: Actor, page: { offset: number; limit: number }): Promise<Page<BatchView>> {
    requirePermission(actor, 'firmware:read')
    const { stores } = this.#deps
    const { items, total } = await stores.ota.batches(actor.tenantId, page)
    const views = await Promise.all(items.map((batch) => this.#view(batch)))
    return { items: views, total }
  }

  async get(actor: Actor, id: string): Promise<BatchView> {
    requirePermission(actor, 'firmware:read')
    return this.#view(await this.#own(this.#deps.stores, actor, id))
  }

  /** All or none: a unit that cannot take the version refuses the whole batch, by name. */
  async start(actor: Actor, draft: BatchDraft): Promise<BatchView> {
    requirePermission(actor, 'ota:write')
    const { transact, inventory, clock, engine, changed } = this.#deps
    const units = draft.units.map((ref) => resolveUnit(inventory, actor.tenantId, ref))
    if (new Set(units.map(({ gatewayId }) => gatewayId)).size < units.length)
      throw duplicate({
        tr: 'Aynı ağ geçidi birden çok kez seçilmiş; her biri aynı anda bir güncelleme alır',
        en: 'A gateway is chosen more than once; each takes one update at a time',
      })
    const sizes = waveSizes(units.length, draft.waves)
    const batch: OtaBatch = {
      id: newId(),
      tenantId: actor.tenantId,
      firmwareId: draft.firmwareId,
      state: 'running',
      waves: draft.waves.slice(0, sizes.length - 1).concat(100),
      errorThresholdPercent: draft.errorThresholdPercent,
      openedWave: 0,
      forgivenFailures: 0,
      pauseReason: null,
      createdAt: clock.now(),
      createdBy: actor.userId,
      finishedAt: null,
    }
    await transact(async (stores) => {
      const firmware = await releasedVersion(stores, actor, draft.firmwareId)
      await stores.ota.saveBatch(batch)
      for (const [index, unit] of units.entries()) {
        const wave = waveOf(index, sizes)
        const update = await admit(this.#deps, stores, actor, firmware, unit)
        const waiting = wave > 0 ? ({ state: 'pending', waitsFor: 'wave', deadlineAt: null } as const) : {}
        await stores.ota.save({ ...update, ...waiting, batchId: batch.id, wave })
      }
      await this.#note(stores, actor, 'start', batch.id, {
        firmware_id: draft.firmwareId,
        units: units.length,
        waves: draft.waves,
      })
    })
    changed(actor.tenantId)
    await engine.kick(null)
    return this.get(actor, batch.id)
  }

  /** What is under way goes on; nothing new is offered. */
  pause(actor: Actor, id: string): Promise<BatchView> {
    return this.#step(actor, id, 'pause', () => ({ pauseReason: 'person' }))
  }

  /** Whoever resumes has seen the failures so far: only new ones pause it again. */
  resume(actor: Actor, id: string): Promise<BatchView> {
    return this.#step(actor, id, 'resume', (batch, updates) => ({
      pauseReason: null,
      forgivenFailures: standingOf(batch, updates).failed,
    }))
  }

  /** Cancels whatever can be cancelled; what is being installed ends by itself. */
  async abort(actor: Actor, id: string): Promise<BatchView> {
    const recalled: OtaUpdate[] = []
    const view = await this.#step(actor, id, 'abort', async (_batch, updates, stores) => {
      const now = this.#deps.clock.now()
      for (const update of updates) {
        const after = await write(stores, update, { action: 'cancel', actorId: actor.userId }, now)
        if (after !== null && update.offers > 0) recalled.push(update)
      }
      return { finishedAt: now, pauseReason: null }
    })
    for (const update of recalled) await this.#deps.engine.recall(update)
    return view
  }

  async #step(
    actor: Actor,
    id: string,
    action: BatchAction,
    change: (
      batch: OtaBatch,
      updates: readonly OtaUpdate[],
      stores: Stores,
    ) => Partial<OtaBatch> | Promise<Partial<OtaBatch>>,
  ): Promise<BatchView> {
    requirePermission(actor, 'ota:write')
    const { transact, engine, changed } = this.#deps
    await transact(async (stores) => {
      const before = await this.#own(stores, actor, id)
      const state = BATCH_TRANSITIONS[before.state][action]
      if (state === undefined) throw stateConflict(REFUSALS[action])
      const updates = newestAttempts(await stores.ota.ofBatch(id))
      await stores.ota.saveBatch({ ...before, ...(await change(before, updates, stores)), state })
      await this.#note(stores, actor, action, id, { from: before.state })
    })
    changed(actor.tenantId)
    await engine.advance(id)
    await engine.kick(null)
    return this.get(actor, id)
  }

  async #view(batch: OtaBatch): Promise<BatchView> {
    const { stores } = this.#deps
    const updates = newestAttempts(await stores.ota.ofBatch(batch.id))
    return {
      batch,
      updates: (await this.#ota.views(updates)).toSorted(byWaveAndName),
      standing: standingOf(batch, updates),
      firmware: await stores.firmware.get(batch.tenantId, batch.firmwareId),
    }
  }

  async #own(stores: Stores, actor: Actor, id: string): Promise<OtaBatch> {
    const batch = await stores.ota.batch(actor.tenantId, id)
    if (!batch) throw notFound({ tr: 'Dağıtım bulunamadı', en: 'Rollout not found' })
    return batch
  }

  #note(
    stores: Stores,
    actor: Actor,
    action: string,
    entityId: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { tenantId } = actor
    return this.#deps.audit.append(stores, { tenantId, actor, action, entity: 'ota_batch', entityId, detail })
  }
}

const names = new Intl.Collator('tr', { numeric: true })
const byWaveAndName = (a: OtaView, b: OtaView): number =>
  (a.update.wave ?? 0) - (b.update.wave ?? 0) || names.compare(a.unitName ?? '', b.unitName ?? '')

function waveOf(index: number, sizes: readonly number[]): number {
  let upTo = 0
  for (const [wave, size] of sizes.entries()) {
    upTo += size
    if (index < upTo) return wave
  }
  return Math.max(0, sizes.length - 1)
}

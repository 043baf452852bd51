import type { CommandBus } from '../control/command-bus.ts'
import type { Inventory } from '../devices/inventory.ts'
import { AppError } from '../errors.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import type { Clock, GatewayLink, GatewayReport, Log } from '../outside.ts'
import type { Transact } from '../transact.ts'
import type { Firmware } from './firmware.ts'
import type { FirmwareVersion } from './firmware.types.ts'
import { isOver } from './ota.states.ts'
import type { OtaUpdate, UnitFirmware, WaitsFor } from './ota.types.ts'
import { factsOf, misfit } from './ota-fit.ts'
import { EXPIRED_AS, type Move, write } from './ota-moves.ts'
import { type ObstacleDeps, obstacleOf } from './ota-obstacles.ts'
import { newToken, offerOf, recallOf, sha256, TOKEN_MS } from './ota-offer.ts'
import { isOffered, judge, type OtaReport, readOtaReport } from './ota-report.ts'
import { unitOf } from './ota-unit.ts'
import { advanceBatch } from './rollout-step.ts'
import { isSameVersion } from './semver.ts'

export interface OtaEngineDeps extends ObstacleDeps {
  readonly transact: Transact
  readonly clock: Clock
  readonly log: Log
  readonly firmware: Firmware
  readonly commandBus: Pick<CommandBus, 'publish' | 'requireFree'>
  /** Scheme and authority under which units reach this hub. */
  readonly baseUrl: (tenantId: string) => Promise<string>
  readonly changed: (tenantId: string) => void
}

/** A unit that needs more offers than this does not stay long enough to be updated. */
export const MAX_OFFERS = 5
export const OTA_STATUS_TOPIC = 'ota/status'

/**
 * Brings updates forward: offers them, takes what units report, watches deadlines, opens waves. It keeps nothing of its
 * own but since when links stand, so that a restart loses nothing.
 */
export class OtaEngine {
  readonly #deps: OtaEngineDeps
  readonly #connectedAt = new Map<string, number>()
  /** Everything happens in one line, so that a report never meets an update half offered. */
  readonly #turns: OneAtATime

  constructor(deps: OtaEngineDeps) {
    this.#deps = deps
    this.#turns = new OneAtATime('firmware update', deps.log)
  }

  /** Deadlines, and what was waiting for something that may be over now. */
  tick(): Promise<void> {
    return this.#turns.run(async () => {
      const { stores, clock } = this.#deps
      for (const update of await stores.ota.due(clock.now())) await this.#expire(update)
      for (const batch of await stores.ota.runningBatches()) await this.#advance(batch.id)
      await this.#offerQueued(null)
    })
  }

  links(links: readonly GatewayLink[]): Promise<void> {
    return this.#turns.run(async () => {
      for (const { gatewayId, isOnline, since } of links) {
        if (isOnline) await this.#reconnected(gatewayId, since)
        else await this.#disconnected(gatewayId)
      }
    })
  }

  report({ gatewayId, payload, at }: GatewayReport): Promise<void> {
    const report = readOtaReport(payload)
    if (report === null) {
      this.#deps.log.debug({ gatewayId, payload: payload.slice(0, 200) }, 'firmware report not understood')
      return Promise.resolve()
    }
    return this.#turns.run(() => this.#reported(gatewayId, report, at))
  }

  /** After updates were started, released or let go on: offers what can be offered. */
  kick(gatewayId: string | null): Promise<void> {
    return this.#turns.run(() => this.#offerQueued(gatewayId))
  }

  /** After an update of a batch came to an end by hand. */
  advance(batchId: string): Promise<void> {
    return this.#turns.run(() => this.#advance(batchId))
  }

  /** Tells the unit that it need not go on; whether it hears it or not changes nothing here. */
  async recall(update: OtaUpdate): Promise<void> {
    try {
      await this.#deps.commandBus.publish(recallOf(update))
    } catch (error) {
      this.#deps.log.debug({ updateId: update.id, error: String(error) }, 'cancelled update not told to its unit')
    }
  }

  async #reconnected(gatewayId: string, since: number): Promise<void> {
    const { stores } = this.#deps
    this.#connectedAt.set(gatewayId, since)
    for (const update of await stores.ota.activeOf(gatewayId)) {
      if (update.state === 'installing') await this.#judgeKnown(update)
      else await this.#offer(update)
    }
  }

  /** What the unit said of itself may have come before the news of its link. */
  async #judgeKnown(update: OtaUpdate): Promise<void> {
    const unit = await this.#deps.stores.ota.unit(unitOf(update))
    const connectedAt = this.#connectedAt.get(update.gatewayId)
    if (!unit || connectedAt === undefined || unit.reportedAt < connectedAt) return
    await this.#judge(update, { ...IDLE, version: unit.version })
  }

  async #disconnected(gatewayId: string): Promise<void> {
    this.#connectedAt.delete(gatewayId)
    for (const update of await this.#deps.stores.ota.activeOf(gatewayId))
      if (isOffered(update)) await this.#lose(update)
  }

  #lose(update: OtaUpdate): Promise<OtaUpdate | null> {
    if (update.offers >= MAX_OFFERS)
      return this.#move(update, { action: 'fail', detail: { error: 'keeps_going_away' } })
    return this.#move(update, { action: 'lose', detail: { waitsFor: 'gateway' } })
  }

  async #reported(gatewayId: string, report: OtaReport, at: number): Promise<void> {
    const { stores, inventory } = this.#deps
    const gateway = inventory.gateways.get(gatewayId)
    if (!gateway) return
    const device =
      report.device === null
        ? null
        : (inventory.devicesOfGateway(gatewayId).find((each) => each.externalId === report.device) ?? null)
    if (report.device !== null && device === null) return
    if (report.version !== null) {
      const unitId = device?.id ?? gatewayId
      await stores.ota.saveUnit(gateway.tenantId, asUnit(unitId, gatewayId, report, report.version, at))
    }
    for (const update of await stores.ota.activeOf(gatewayId)) {
      const isMeant = report.id === update.id || (report.state === 'idle' && update.deviceId === (device?.id ?? null))
      if (isMeant) await this.#judge(update, report)
    }
    // A unit that has just said what it runs shows it, update or not.
    this.#deps.changed(gateway.tenantId)
  }

  async #judge(update: OtaUpdate, report: OtaReport): Promise<void> {
    const firmware = await this.#deps.stores.firmware.get(update.tenantId, update.firmwareId)
    if (!firmware) return
    const verdict = judge(update, firmware.version, report, this.#connectedAt.get(update.gatewayId) ?? null)
    if (verdict === null) return
    if (verdict.action === 'lose') {
      const lost = await this.#lose(update)
      if (lost && !isOver(lost.state)) await this.#offer(lost)
      return
    }
    const { action, progress, error = null, errorDetail = null } = verdict
    await this.#move(update, {
      action,
      detail: {
        ...(progress !== undefined && { progress }),
        ...(error && { error, errorDetail }),
        ...(report.version !== null && { reportedVersion: report.version }),
      },
    })
  }

  async #expire(update: OtaUpdate): Promise<void> {
    // The command may have come before the unit listened: it costs little to say it again.
    if (update.state === 'notified' && update.offers < MAX_OFFERS) return this.#offer(update)
    await this.#move(update, { action: 'expire', detail: { error: EXPIRED_AS[update.state] ?? null } })
  }

  async #offerQueued(gatewayId: string | null): Promise<void> {
    const { stores, inventory } = this.#deps
    for (const update of await stores.ota.queued(gatewayId)) {
      // Most of what waits, waits for this: not worth a look at anything else.
      const isAway = !inventory.gateways.get(update.gatewayId)?.isOnline
      if (!(isAway && update.waitsFor === 'gateway')) await this.#offer(update)
    }
  }

  /** Offers an update if nothing stands in the way; says what does otherwise. */
  async #offer(update: OtaUpdate): Promise<void> {
    const { stores, inventory, firmware: library } = this.#deps
    const firmware = await stores.firmware.get(update.tenantId, update.firmwareId)
    const unit = await stores.ota.unit(unitOf(update))
    if (!firmware || !inventory.gateways.has(update.gatewayId) || isGone(inventory, update))
      return void (await this.#move(update, { action: 'fail', detail: { error: 'withdrawn' } }))
    if (unit && isSameVersion(unit.version, firmware.version))
      return void (await this.#move(update, { action: 'confirm', detail: { reportedVersion: unit.version } }))
    const reason = misfit(firmware, factsOf(inventory, update, unit))
    if (reason !== null)
      return void (await this.#move(update, { action: 'fail', detail: { error: 'incompatible', errorDetail: reason } }))
    const waitsFor = await obstacleOf(this.#deps, update)
    if (waitsFor !== null) return this.#wait(update, waitsFor)
    const file = await library.fileOf(firmware).catch(() => null)
    if (file === null) return void (await this.#move(update, { action: 'fail', detail: { error: 'file_damaged' } }))
    await this.#send(update, firmware)
  }

  async #wait(update: OtaUpdate, waitsFor: WaitsFor): Promise<void> {
    if (isOffered(update)) return void (await this.#move(update, { action: 'lose', detail: { waitsFor } }))
    if (update.waitsFor === waitsFor) return
    await this.#deps.transact(async (stores) => {
      const now = await stores.ota.find(update.id)
      if (now?.state === 'queued') await stores.ota.save({ ...now, waitsFor })
    })
    this.#deps.changed(update.tenantId)
  }

  async #send(update: OtaUpdate, firmware: FirmwareVersion): Promise<void> {
    const { clock, inventory, commandBus, baseUrl } = this.#deps
    const token = newToken()
    const offered = await this.#move(update, {
      action: 'offer',
      detail: { offers: update.offers + 1, tokenSha256: sha256(token), tokenExpiresAt: clock.now() + TOKEN_MS },
    })
    if (offered === null) return
    const device = update.deviceId === null ? null : (inventory.devices.get(update.deviceId)?.externalId ?? null)
    const command = offerOf(update, firmware, { baseUrl: await baseUrl(update.tenantId), token, device })
    const sent = await commandBus.publish(command).catch((error: unknown) => {
      if (error instanceof AppError) return { isConnected: false }
      throw error
    })
    // It was not sent after all, so it does not count as an offer.
    if (!sent.isConnected)
      await this.#move(offered, { action: 'lose', detail: { waitsFor: 'gateway', offers: update.offers } })
  }

  /** Applies a move to the update as it stands now, and lets its batch go on when it came to an end. */
  async #move(update: OtaUpdate, move: Move): Promise<OtaUpdate | null> {
    const { transact, clock, changed } = this.#deps
    const after = await transact(async (stores) => {
      const current = await stores.ota.find(update.id)
      return current ? write(stores, current, move, clock.now()) : null
    })
    if (after === null) return null
    changed(after.tenantId)
    if (isOver(after.state) && after.batchId !== null) await this.#advance(after.batchId)
    return after
  }

  /** Opens the next wave, pauses or completes, as often as there is something to do. */
  async #advance(batchId: string): Promise<void> {
    const { transact, clock, changed } = this.#deps
    const opened = await transact((stores) => advanceBatch(stores, batchId, clock.now()))
    if (opened === null) return
    changed(opened.batch.tenantId)
    for (const { id } of opened.updates) {
      const update = await this.#deps.stores.ota.find(id)
      if (update) await this.#offer(update)
    }
    await this.#advance(batchId)
  }
}

const IDLE: OtaReport = {
  id: null,
  device: null,
  state: 'idle',
  progress: null,
  version: null,
  error: null,
  deviceType: null,
  hwRevision: null,
}

const isGone = (inventory: Inventory, { deviceId }: OtaUpdate): boolean =>
  deviceId !== null && !inventory.devices.has(deviceId)

const asUnit = (
  unitId: string,
  gatewayId: string,
  report: OtaReport,
  version: string,
  reportedAt: number,
): UnitFirmware => ({
  unitId,
  gatewayId,
  version,
  deviceType: report.deviceType,
  hwRevision: report.hwRevision,
  reportedAt,
})

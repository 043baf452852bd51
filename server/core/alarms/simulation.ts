import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Inventory } from '../devices/inventory.ts'
import { notFound, ruleViolation } from '../errors.ts'
import type { Clock, Reading } from '../outside.ts'
import type { TelemetryStore } from '../telemetry/store.ts'
import { edgesOf, localTime } from '../telemetry/time-zone.ts'
import type { Policy, PolicyDraft, WatchedDevice } from './alarm.types.ts'
import { Calendars } from './calendars.ts'
import { leavesOf } from './condition.types.ts'
import { couldViolate } from './could-violate.ts'
import { readHistory } from './history-reader.ts'
import { phaseMetrics } from './leaf.ts'
import type { OutlookDeps } from './outlook.ts'
import { checkPolicy } from './policy.ts'
import { Replay } from './replay.ts'
import { ReplayOutlook } from './replay-outlook.ts'
import type { Calendar } from './schedule.ts'
import { type SimulatedIncident, SimulatedIncidents } from './simulated-incidents.ts'
import { TargetIndex } from './target-index.ts'
import { watchedDevices } from './watched-devices.ts'

export interface SimulationDeps {
  readonly stores: Stores
  readonly store: Pick<TelemetryStore, 'rawColumns' | 'buckets' | 'metrics'>
  readonly inventory: Inventory
  readonly clock: Clock
  readonly outlook: OutlookDeps
  readonly tenantTimeZone: (tenantId: string) => Promise<string>
}

export interface SimulationRequest {
  readonly draft: PolicyDraft
  readonly start: number
  readonly end: number
  /** Null: all that the policy watches. */
  readonly deviceIds: readonly string[] | null
}

export interface SimulationResult {
  /** The first 500, oldest first. */
  readonly incidents: readonly SimulatedIncident[]
  readonly total: number
  /** Local date and how many began on it; days without one are there with 0. */
  readonly perDay: readonly { readonly date: string; readonly count: number }[]
  /** Of all of them together. */
  readonly standingHours: number
  /** How many came and went so often that they would have been held as one. */
  readonly chattering: number
  /** Share of the devices' time of which there is history, 0–1; null without devices. */
  readonly coverage: number | null
  readonly devices: { readonly judged: number; readonly total: number }
  /** Time ran out before all devices were judged: what is said is of those that were. */
  readonly isTruncated: boolean
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
export const MAX_SPAN_MS = 92 * DAY_MS
const BUDGET_MS = 25_000
const MAX_INCIDENTS = 500
/** Read and played at a time: between two the hub does everything else. */
const CHUNK_MS = 4 * HOUR_MS
/** Of a device with very many series those that come most often tell when it was silent. */
const MAX_SILENCE_METRICS = 4

/** What a policy would have done, had it been in force: history through the same evaluator, without writing anything. */
export class Simulation {
  readonly #deps: SimulationDeps

  constructor(deps: SimulationDeps) {
    this.#deps = deps
  }

  /** @throws AppError BUSINESS_RULE_VIOLATION when the policy makes no sense or the span is too long */
  async run(actor: Actor, request: SimulationRequest, signal: AbortSignal): Promise<SimulationResult> {
    requirePermission(actor, 'alarms:read')
    requirePermission(actor, 'measurements:read')
    const { draft, start } = request
    const now = this.#deps.clock.now()
    const end = Math.min(request.end, now)
    checkPolicy(draft)
    checkSpan(start, end)
    const policy: Policy = {
      ...draft,
      id: 'simulated',
      tenantId: actor.tenantId,
      isEnabled: true,
      createdAt: 0,
      updatedAt: 0,
    }
    const calendars = new Calendars(this.#deps.stores, this.#deps.tenantTimeZone)
    await calendars.refresh([actor.tenantId])
    const calendar = calendars.of(actor.tenantId)
    const devices = this.#devicesOf(policy, request.deviceIds)
    const incidents = new SimulatedIncidents()
    const groups = draft.condition.type === 'no_data' ? byGateway(devices) : devices.map((device) => [device])
    const covered: number[] = []
    let judged = 0
    for (const group of groups) {
      if (signal.aborted || this.#deps.clock.now() - now > BUDGET_MS) break
      covered.push(...(await this.#play(policy, group, calendar, { start, end }, incidents, signal)))
      judged += group.length
    }
    return {
      ...summary(incidents, calendar, start, end),
      coverage: covered.length === 0 ? null : covered.reduce((sum, share) => sum + share, 0) / covered.length,
      devices: { judged, total: devices.length },
      isTruncated: judged < devices.length,
    }
  }

  #devicesOf(policy: Policy, deviceIds: readonly string[] | null): readonly WatchedDevice[] {
    const index = new TargetIndex()
    for (const device of watchedDevices(this.#deps.inventory)) index.setDevice(device)
    const wanted = deviceIds === null ? null : new Set(deviceIds)
    if (wanted && [...wanted].some((id) => index.devices.get(id)?.tenantId !== policy.tenantId))
      throw notFound({ tr: 'Cihaz bulunamadı', en: 'Device not found' })
    return index.devicesOf(policy).filter(({ id }) => wanted === null || wanted.has(id))
  }

  /** @returns how much of its time each device's history covers */
  async #play(
    policy: Policy,
    devices: readonly WatchedDevice[],
    calendar: Calendar,
    span: { readonly start: number; readonly end: number },
    incidents: SimulatedIncidents,
    signal: AbortSignal,
  ): Promise<readonly number[]> {
    const { store, outlook } = this.#deps
    const { start, end } = span
    const edges = hoursWithin(start, end)
    const metrics = await Promise.all(devices.map((device) => this.#metricsOf(policy, device)))
    const hours = await Promise.all(
      devices.map(async ({ id }, index) => {
        const [main] = metrics[index] ?? []
        return main === undefined ? [] : ((await store.buckets(id, [main], edges)).get(main) ?? [])
      }),
    )
    const replayed = new ReplayOutlook(outlook, leavesOf(policy.condition), start, end)
    const replay = new Replay(
      policy,
      devices,
      calendar,
      replayed,
      start,
      incidents.edges(() => replay.now),
    )
    for (let from = start; from < end && !signal.aborted; from += CHUNK_MS) {
      const until = Math.min(from + CHUNK_MS, end)
      const isIdle = replay.isQuiet && hours.every((of) => !mayViolate(policy, of, from, until))
      const readings = isIdle
        ? []
        : await Promise.all(
            devices.map(({ id }, index) => readHistory(store, id, metrics[index] ?? [], { start: from, end: until })),
          )
      await replay.play(devices.length === 1 ? (readings[0] ?? []) : inOrder(readings), until)
    }
    incidents.finish()
    return hours.map((of) => of.reduce((sum, bucket) => sum + bucket.coverage, 0) / Math.max(1, of.length))
  }

  /** The series that the policy hears at a device. */
  async #metricsOf({ condition }: Policy, { id }: WatchedDevice): Promise<readonly string[]> {
    const wanted = leavesOf(condition).flatMap((leaf) => {
      if (leaf.type === 'phase_imbalance') return phaseMetrics(leaf.quantity)
      if (leaf.type === 'reactive') return ['energy_import']
      return leaf.metric === null ? [] : [leaf.metric]
    })
    const hearsAny = leavesOf(condition).some((leaf) => leaf.type === 'no_data' && leaf.metric === null)
    const all = hearsAny ? (await this.#deps.store.metrics(id)).slice(0, MAX_SILENCE_METRICS) : []
    return [...new Set([...wanted, ...all])]
  }
}

function checkSpan(start: number, end: number): void {
  if (start < end && end - start <= MAX_SPAN_MS) return
  throw ruleViolation({
    tr: `Denenecek süre geçmişte ve en çok ${MAX_SPAN_MS / DAY_MS} gün olmalıdır`,
    en: `The span to simulate must lie in the past and be at most ${MAX_SPAN_MS / DAY_MS} days`,
  })
}

function hoursWithin(start: number, end: number): readonly number[] {
  const edges: number[] = []
  for (let at = Math.floor(start / HOUR_MS) * HOUR_MS; at < end + HOUR_MS; at += HOUR_MS) edges.push(at)
  return edges
}

type Hours = Parameters<typeof couldViolate>[1][]

const mayViolate = ({ condition }: Policy, hours: Readonly<Hours>, from: number, until: number): boolean =>
  hours.some((hour) => hour.end > from && hour.start < until && couldViolate(condition, hour)) || hours.length === 0

const inOrder = (readings: readonly (readonly Reading[])[]): readonly Reading[] =>
  readings.flat().sort((a, b) => a.at - b.at)

const byGateway = (devices: readonly WatchedDevice[]): readonly (readonly WatchedDevice[])[] => [
  ...Map.groupBy(devices, ({ gatewayId }) => gatewayId).values(),
]

function summary(incidents: SimulatedIncidents, { timeZone }: Calendar, start: number, end: number) {
  const all = incidents.all
  const days = new Map(
    edgesOf('daily', timeZone, start, end)
      .slice(0, -1)
      .map((at) => [dateOf(timeZone, at), 0]),
  )
  for (const { triggeredAt } of all) {
    const date = dateOf(timeZone, triggeredAt)
    days.set(date, (days.get(date) ?? 0) + 1)
  }
  const standingMs = all.reduce((sum, { triggeredAt, clearedAt }) => sum + (clearedAt ?? end) - triggeredAt, 0)
  return {
    incidents: all.slice(0, MAX_INCIDENTS),
    total: all.length,
    perDay: [...days].map(([date, count]) => ({ date, count })),
    standingHours: standingMs / HOUR_MS,
    chattering: all.filter(({ isChattering }) => isChattering).length,
  }
}

const dateOf = (timeZone: string, at: number): string => new Date(localTime(timeZone, at)).toISOString().slice(0, 10)

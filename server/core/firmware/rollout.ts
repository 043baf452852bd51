import { isFailure, isOver } from './ota.states.ts'
import type { OtaBatch, OtaUpdate } from './ota.types.ts'

/** How many units each wave holds: percents are cumulative, every wave has at least one unit while there are any. */
export function waveSizes(units: number, percents: readonly number[]): readonly number[] {
  const sizes: number[] = []
  let placed = 0
  for (const [index, percent] of percents.entries()) {
    const isLast = index === percents.length - 1
    const upTo = isLast ? units : Math.min(units, Math.max(placed + 1, Math.ceil((units * percent) / 100)))
    sizes.push(upTo - placed)
    placed = upTo
  }
  return sizes.filter((size) => size > 0)
}

export interface WaveStanding {
  readonly opened: number
  readonly over: number
  readonly succeeded: number
  readonly failed: number
  /** Failures that nobody has gone on from, per hundred of the units that were given a chance. */
  readonly failedPercent: number
}

/** How a batch stands, from the newest attempt of each unit. */
export function standingOf(batch: OtaBatch, newest: readonly OtaUpdate[]): WaveStanding {
  const opened = newest.filter((update) => (update.wave ?? 0) <= batch.openedWave)
  const failed = opened.filter((update) => isFailure(update.state)).length
  const counted = Math.max(0, failed - batch.forgivenFailures)
  return {
    opened: opened.length,
    succeeded: opened.filter((update) => update.state === 'succeeded').length,
    over: opened.filter((update) => isOver(update.state)).length,
    failed,
    failedPercent: opened.length === 0 ? 0 : (100 * counted) / opened.length,
  }
}

/** The newest attempt of each unit. */
export function newestAttempts(updates: readonly OtaUpdate[]): readonly OtaUpdate[] {
  const byUnit = new Map<string, OtaUpdate>()
  for (const update of updates) {
    const unit = update.deviceId ?? update.gatewayId
    const known = byUnit.get(unit)
    if (!known || known.attempt < update.attempt) byUnit.set(unit, update)
  }
  return [...byUnit.values()]
}

export type NextStep = 'pause' | 'open' | 'complete' | null

/** What a running batch should do now. */
export function nextStep(batch: OtaBatch, newest: readonly OtaUpdate[]): NextStep {
  if (batch.state !== 'running') return null
  const { opened, over, failedPercent } = standingOf(batch, newest)
  if (opened === newest.length && over === opened) return 'complete'
  if (failedPercent > batch.errorThresholdPercent) return 'pause'
  return over === opened ? 'open' : null
}

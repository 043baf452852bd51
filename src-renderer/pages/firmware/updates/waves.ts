import type { Gateway } from '../../../api/types.ts'
import type { FirmwareUnit, FirmwareVersion } from '../wire.ts'

/** "1, 10, 100" as rising percents that end with all; null when it is not that. */
export function readWaves(text: string): readonly number[] | null {
  const percents = text
    .split(/[;,\s]+/)
    .filter(Boolean)
    .map((part) => Number(part.replace('%', '')))
  const isRising = percents.every((percent, index) => percent > (percents[index - 1] ?? 0) && percent <= 100)
  return percents.length > 0 && isRising && percents.at(-1) === 100 ? percents : null
}

/** How many units each wave will hold, as the hub reckons it. */
export function waveSizes(units: number, percents: readonly number[]): readonly number[] {
  let placed = 0
  const sizes = percents.map((percent, index) => {
    const isLast = index === percents.length - 1
    const upTo = isLast ? units : Math.min(units, Math.max(placed + 1, Math.ceil((units * percent) / 100)))
    const size = upTo - placed
    placed = upTo
    return size
  })
  return sizes.filter((size) => size > 0)
}

export interface Candidate {
  id: string
  name: string
  version: string | null
  isOnline: boolean
  lastSeen: string | null
  /** Why it is not offered. */
  obstacle: 'at_version' | 'other_type' | 'other_revision' | null
}

/** Gateways that can be updated from here, and what stands in the way; the hub looks again. */
export function candidatesFor(
  firmware: FirmwareVersion | null,
  gateways: readonly Gateway[],
  units: readonly FirmwareUnit[],
): readonly Candidate[] {
  return gateways
    .filter(({ type }) => type === 'mqtt')
    .map((gateway) => {
      const unit = units.find(({ unit_id }) => unit_id === gateway.id)
      return {
        id: gateway.id,
        name: gateway.name,
        version: unit?.version ?? null,
        isOnline: gateway.is_online,
        lastSeen: gateway.last_seen,
        obstacle: obstacleOf(firmware, unit),
      }
    })
}

function obstacleOf(firmware: FirmwareVersion | null, unit: FirmwareUnit | undefined): Candidate['obstacle'] {
  // Who has never said what it is, may be anything: nobody is updated by guess.
  if (!firmware || !unit || (unit.device_type && unit.device_type !== firmware.device_type)) return 'other_type'
  if (unit.version === firmware.version) return 'at_version'
  if (firmware.hw_revision && unit.hw_revision && unit.hw_revision !== firmware.hw_revision) return 'other_revision'
  return null
}

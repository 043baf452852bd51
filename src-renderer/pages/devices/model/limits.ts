import type { DeviceType, Policy } from '../../../api/types.ts'
import type { Limits } from '../../../charts/overlays.ts'

/** What a policy may be aimed at, of one device. */
export interface LimitTarget {
  readonly id: string
  readonly type: DeviceType
  readonly subregionId: string | null
  readonly regionId: string | null
}

/** Where alarms begin for these metrics of a device, in the metrics' own unit: the normal band and the limits. */
export function limitsOf(policies: readonly Policy[], target: LimitTarget, metrics: readonly string[]): Limits {
  const lines = new Map<number, string>()
  // Three phases often share one limit: then the value says more than the name of any of the three.
  const put = (value: number, name: string): void => {
    lines.set(value, lines.has(value) ? '' : name)
  }
  let normal: readonly [low: number, high: number] | undefined
  for (const { name, condition, ...policy } of policies) {
    if (!policy.is_enabled || !isAimedAt(policy.target, target)) continue
    if (condition.type === 'threshold' && metrics.includes(condition.metric)) {
      if (condition.operator !== '==' && condition.operator !== '!=') put(condition.value, name)
    }
    if (condition.type === 'range' && metrics.includes(condition.metric)) {
      put(condition.min, name)
      put(condition.max, name)
      if (!condition.inside) normal ??= [condition.min, condition.max]
    }
  }
  return { ...(normal ? { normal } : {}), lines: [...lines].map(([value, label]) => ({ value, label })) }
}

function isAimedAt(aim: Policy['target'], target: LimitTarget): boolean {
  return (
    aim.device_id === target.id ||
    aim.device_type === target.type ||
    (target.subregionId !== null && aim.subregion_id === target.subregionId) ||
    (target.regionId !== null && aim.region_id === target.regionId)
  )
}

/** In the unit that the chart shows, each line with its value before its name. */
export function shownLimits(limits: Limits, by: number, tell: (value: number) => string): Limits {
  return {
    ...(limits.normal ? { normal: [limits.normal[0] * by, limits.normal[1] * by] } : {}),
    lines: (limits.lines ?? []).map(({ value, label }) => ({
      value: value * by,
      label: label === '' ? tell(value * by) : `${tell(value * by)} · ${label}`,
    })),
  }
}

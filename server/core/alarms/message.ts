import type { Condition } from './alarm.types.ts'

/**
 * The one line that an incident is known by. It is stored once and read by everybody, so it is in the tenant's language
 * (Turkish) and as terse as a nameplate: names, numbers and signs say nearly all of it.
 */
export function conditionMessage(name: string, condition: Condition, value: number | null, unit: string): string {
  const amount = (number: number): string => (unit === '' ? plain(number) : `${plain(number)} ${unit}`)
  const shown = value === null ? '–' : amount(value)
  switch (condition.type) {
    case 'threshold':
      return `${name}: ${condition.metric} ${shown} ${SIGN[condition.operator]} ${amount(condition.value)}`
    case 'range': {
      const bounds = `${plain(condition.min)}…${amount(condition.max)}`
      return `${name}: ${condition.metric} ${shown}, ${bounds} ${condition.isInside ? 'içinde' : 'dışında'}`
    }
    case 'rate_of_change':
      return `${name}: ${condition.metric} ${duration(condition.perS)} içinde ${shown} değişti (sınır ${amount(condition.value)})`
    case 'no_data': {
      const what = condition.metric === null ? 'veri' : condition.metric
      return `${name}: ${duration(condition.afterS)} boyunca ${what} gelmedi`
    }
  }
}

export const gatewayMessage = (gatewayName: string, deviceCount: number, afterS: number): string =>
  `${gatewayName} ağ geçidi: ${deviceCount} cihazdan ${duration(afterS)} boyunca veri gelmedi`

const SIGN = { '>': '>', '>=': '≥', '<': '<', '<=': '≤', '==': '=', '!=': '≠' } as const

/** Six significant digits at most, never an exponent in the range that meters show. */
const plain = (value: number): string => String(Number(value.toPrecision(6)))

function duration(seconds: number): string {
  if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} sa`
  if (seconds >= 60 && seconds % 60 === 0) return `${seconds / 60} dk`
  return `${plain(seconds)} s`
}

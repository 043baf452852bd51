import type { Bucket } from '../telemetry/store.ts'
import type { Condition } from './condition.types.ts'

/**
 * Whether any sample of an hour can violate a condition, from its least and greatest value alone. Only for a condition
 * that is one limit of one series: what depends on several of them depends on their order within the hour.
 */
export function couldViolate(condition: Condition, { count, min, max }: Bucket): boolean {
  if (condition.type !== 'threshold' && condition.type !== 'range') return true
  if (count === 0 || min === null || max === null) return false
  if (condition.type === 'range') {
    if (condition.isInside) return min <= condition.max && max >= condition.min
    return min < condition.min || max > condition.max
  }
  const { operator, value } = condition
  switch (operator) {
    case '>':
      return max > value
    case '>=':
      return max >= value
    case '<':
      return min < value
    case '<=':
      return min <= value
    case '==':
      return min <= value && max >= value
    case '!=':
      return min !== value || max !== value
  }
}

import type { Words } from '../errors.ts'
import { isPlain } from './condition.types.ts'
import { conditionMessage, factsMessage, gatewayMessage } from './message.ts'
import type { Rule } from './rule.ts'

/** What an incident says of the rule that raises it now. @param deviceCount of how many devices a gateway's rule speaks */
export function raiseMessage(rule: Rule, deviceCount: number): Words {
  const { policy, subject } = rule
  const { condition } = policy
  if (subject.deviceId === null && condition.type === 'no_data')
    return gatewayMessage(subject.name, deviceCount, condition.afterS)
  if (isPlain(condition)) return conditionMessage(subject.name, condition, rule.lastValue)
  return factsMessage(subject.name, rule.formula?.facts() ?? [])
}

import { ruleViolation } from '../errors.ts'
import {
  type Condition,
  type Operator,
  type Policy,
  type PolicyDraft,
  severityRank,
  type Target,
  type WatchedDevice,
} from './alarm.types.ts'

export const MAX_DELAY_S = 24 * 3600
export const MAX_NO_DATA_S = 30 * 24 * 3600

/** What the shape alone cannot tell. A delay of 0 means at once. @throws AppError BUSINESS_RULE_VIOLATION */
export function checkPolicy(draft: PolicyDraft): void {
  const { condition, deadband } = draft
  refuseUnless(isDelay(draft.onDelayS) && isDelay(draft.offDelayS), {
    tr: `Gecikmeler 0 ile ${MAX_DELAY_S} saniye arasında olmalıdır`,
    en: `Delays must be between 0 and ${MAX_DELAY_S} seconds`,
  })
  refuseUnless(Number.isFinite(deadband) && deadband >= 0, {
    tr: 'Ölü bant negatif olamaz',
    en: 'Deadband must not be negative',
  })
  switch (condition.type) {
    case 'threshold':
      refuseUnless(deadband === 0 || !isEquality(condition.operator), {
        tr: 'Eşitlik koşulunda ölü bant olamaz',
        en: 'An equality condition takes no deadband',
      })
      return
    case 'range':
      refuseUnless(condition.min < condition.max, {
        tr: 'Alt sınır üst sınırdan küçük olmalıdır',
        en: 'min must be less than max',
      })
      // Otherwise no value could ever bring the alarm back to normal.
      refuseUnless(condition.isInside || deadband * 2 < condition.max - condition.min, {
        tr: 'Ölü bant aralığın yarısından küçük olmalıdır',
        en: 'Deadband must be less than half of the range',
      })
      return
    case 'rate_of_change':
      refuseUnless(condition.perS > 0 && condition.perS <= MAX_DELAY_S && condition.value > 0, {
        tr: `Değişim miktarı ve süresi sıfırdan büyük olmalıdır (en çok ${MAX_DELAY_S} saniye)`,
        en: `value and per_s must be greater than zero (per_s at most ${MAX_DELAY_S})`,
      })
      refuseUnless(deadband < condition.value, {
        tr: 'Ölü bant değişim miktarından küçük olmalıdır',
        en: 'Deadband must be less than value',
      })
      return
    case 'no_data':
      refuseUnless(condition.afterS >= 1 && condition.afterS <= MAX_NO_DATA_S, {
        tr: `Süre 1 ile ${MAX_NO_DATA_S} saniye arasında olmalıdır`,
        en: `after_s must be between 1 and ${MAX_NO_DATA_S}`,
      })
      refuseUnless(deadband === 0, {
        tr: 'Veri yok koşulunda ölü bant olamaz',
        en: 'A no-data condition takes no deadband',
      })
      return
  }
}

function refuseUnless(isFine: boolean, words: { tr: string; en: string }): void {
  if (!isFine) throw ruleViolation(words)
}

const isDelay = (seconds: number): boolean => seconds >= 0 && seconds <= MAX_DELAY_S
const isEquality = (operator: Operator): boolean => operator === '==' || operator === '!='

const targetKey = (tenantId: string, kind: Target['kind'], value: string): string => `${tenantId}|${kind}|${value}`

/** Devices by everything that a target can name them by, so that expanding a policy costs what it watches. */
export function targetIndex(devices: readonly WatchedDevice[]): (policy: Policy) => readonly WatchedDevice[] {
  const index = new Map<string, WatchedDevice[]>()
  const add = (device: WatchedDevice, kind: Target['kind'], value: string | null): void => {
    if (value === null) return
    const key = targetKey(device.tenantId, kind, value)
    const known = index.get(key)
    if (known) known.push(device)
    else index.set(key, [device])
  }
  for (const device of devices) {
    add(device, 'device', device.id)
    add(device, 'device_type', device.deviceType)
    add(device, 'subregion', device.subregionId)
    add(device, 'region', device.regionId)
  }
  return ({ tenantId, target }) => index.get(targetKey(tenantId, target.kind, target.value)) ?? []
}

/** Whether two conditions judge the same thing, so that an incident of one may live on under the other. */
export const isSameSubject = (a: Condition, b: Condition): boolean => a.type === b.type && a.metric === b.metric

export const isMoreSevere = (a: PolicyDraft['severity'], b: PolicyDraft['severity']): boolean =>
  severityRank(a) > severityRank(b)

import type { Stores } from '../../storage/stores/stores.ts'
import { ruleViolation } from '../errors.ts'
import type { Attestations, Forced, Person } from './loto.types.ts'
import { colleague } from './people.ts'
import type { Pins } from './pins.ts'
import { personOf } from './session.acts.ts'

/** 29 CFR 1910.147(e)(3): all three, or the lock stays. @throws AppError BUSINESS_RULE_VIOLATION */
export function checkAttestations({ notOnSite, contactAttempted, willBeTold }: Attestations): void {
  if (notOnSite && contactAttempted && willBeTold) return
  throw ruleViolation({
    tr: 'Üç beyanın da doğru olması gerekir: sahibi sahada değil, ulaşılmaya çalışıldı, dönmeden haberdar edilecek',
    en: 'All three must be so: the owner is not on site, contact was attempted, they will be told before they resume',
  })
}

/**
 * The second signature: another active supervisor, who proves it with their PIN when they have one.
 * @throws AppError BUSINESS_RULE_VIOLATION
 */
export async function secondSupervisor(stores: Stores, pins: Pins, tenantId: string, forced: Forced): Promise<Person> {
  const second = await colleague(stores, tenantId, forced.secondSupervisorId)
  if (!second?.permissions.has('loto:supervise'))
    throw ruleViolation({
      tr: 'İkinci imza için etkin bir amir gerekir',
      en: 'The second signature needs an active supervisor',
    })
  await pins.prove({ userId: second.id, tenantId }, forced.secondSupervisorPin)
  return personOf(second)
}

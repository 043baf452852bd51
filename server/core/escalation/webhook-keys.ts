import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import type { SecretKeeper } from '../mail/mail.types.ts'
import type { Transact } from '../transact.ts'

export interface WebhookKeysDeps {
  readonly transact: Transact
  readonly audit: Audit
  readonly secrets: SecretKeeper
  readonly random: () => string
}

/** The keys that webhooks are signed with: made by the hub, shown once, when they are made anew. */
export class WebhookKeys {
  readonly #deps: WebhookKeysDeps

  constructor(deps: WebhookKeysDeps) {
    this.#deps = deps
  }

  of(tenantId: string): string {
    const { secrets, random } = this.#deps
    const known = secrets.get(nameOf(tenantId))
    if (known !== null) return known
    const made = random()
    secrets.put(nameOf(tenantId), made)
    return made
  }

  /** @returns the new key; receivers that know the old one refuse from now on */
  async renew(actor: Actor): Promise<string> {
    requirePermission(actor, 'users:write')
    const { transact, audit, secrets, random } = this.#deps
    const key = random()
    await transact(async (stores) => {
      const note = { tenantId: actor.tenantId, actor, action: 'renew', entity: 'webhook_key', entityId: actor.tenantId }
      await audit.append(stores, note)
    })
    secrets.put(nameOf(actor.tenantId), key)
    return key
  }
}

const nameOf = (tenantId: string): string => `webhook:${tenantId}`

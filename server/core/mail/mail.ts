import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import { ruleViolation, type Words } from '../errors.ts'
import type { MailChannel, OutgoingMail } from '../escalation/channels.ts'
import { newId } from '../ids.ts'
import type { Transact } from '../transact.ts'
import type { MailSettings, PostOffice, SecretKeeper } from './mail.types.ts'

export interface MailDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly secrets: SecretKeeper
  readonly postOffice: PostOffice
  readonly changed: (entity: 'mail', tenantId: string) => void
}

export interface MailView {
  readonly settings: MailSettings | null
  /** Whether there is a password; what it is leaves the hub only towards the mail server. */
  readonly hasPassword: boolean
}

const TEST: { readonly subject: Words; readonly text: Words } = {
  subject: { tr: 'Quaywatch deneme iletisi', en: 'Quaywatch test message' },
  text: {
    tr: 'Bu ileti, e-posta ayarlarının çalıştığını gösterir.\n',
    en: 'This message shows that the e-mail settings work.\n',
  },
}

/** A tenant's mail server: settings, a test that really sends, and the way out for notices. */
export class Mail implements MailChannel {
  readonly #deps: MailDeps
  #settings = new Map<string, MailSettings>()

  constructor(deps: MailDeps) {
    this.#deps = deps
  }

  async start(): Promise<void> {
    this.#settings = new Map(await this.#deps.stores.mailSettings.all())
  }

  async read(actor: Actor): Promise<MailView> {
    requirePermission(actor, 'users:write')
    return this.#view(actor.tenantId)
  }

  /** @param password null removes it, absent leaves it as it is */
  async change(actor: Actor, settings: MailSettings, password?: string | null): Promise<MailView> {
    requirePermission(actor, 'users:write')
    const { tenantId } = actor
    await this.#deps.transact(async (stores) => {
      await stores.mailSettings.save(tenantId, settings)
      await this.#deps.audit.append(stores, {
        tenantId,
        actor,
        action: 'update',
        entity: 'mail',
        entityId: tenantId,
        detail: { ...settings, ...(password !== undefined && { password: 'changed' }) },
      })
    })
    if (password !== undefined) this.#deps.secrets.put(secretName(tenantId), password)
    this.#settings.set(tenantId, settings)
    this.#deps.changed('mail', tenantId)
    return this.#view(tenantId)
  }

  /** Sends one message now. @throws AppError BUSINESS_RULE_VIOLATION with what the mail server said */
  async test(actor: Actor, to: string): Promise<void> {
    requirePermission(actor, 'users:write')
    const { language } = this.manner(actor.tenantId)
    try {
      const mail = { id: newId(), to, subject: TEST.subject[language], text: TEST.text[language] }
      await this.send(actor.tenantId, mail)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw ruleViolation({ tr: `İleti gönderilemedi: ${reason}`, en: `The message was not sent: ${reason}` })
    }
  }

  async send(tenantId: string, mail: OutgoingMail): Promise<void> {
    const settings = this.#settings.get(tenantId)
    if (!settings) throw new Error('no mail server is set up')
    const { language: _l, consoleUrl: _c, ...account } = settings
    const password = this.#deps.secrets.get(secretName(tenantId))
    await this.#deps.postOffice.post({ ...account, password }, mail)
  }

  manner(tenantId: string): { readonly language: keyof Words; readonly consoleUrl: string | null } {
    const settings = this.#settings.get(tenantId)
    return { language: settings?.language ?? 'tr', consoleUrl: settings?.consoleUrl ?? null }
  }

  #view(tenantId: string): MailView {
    return {
      settings: this.#settings.get(tenantId) ?? null,
      hasPassword: this.#deps.secrets.get(secretName(tenantId)) !== null,
    }
  }
}

const secretName = (tenantId: string): string => `mail:${tenantId}`

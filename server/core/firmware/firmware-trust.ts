import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import { duplicate, notFound, ruleViolation } from '../errors.ts'
import type { Clock } from '../outside.ts'
import type { Transact } from '../transact.ts'
import { DEFAULT_FIRMWARE_SETTINGS, type FirmwareKey, type FirmwareSettings } from './firmware.types.ts'
import { readPublicKey, signerOf } from './signature.ts'

export interface FirmwareTrustDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  /** Told after a change is committed. */
  readonly changed: (tenantId: string) => void
}

/** What a tenant lets in as firmware: whose signatures are believed, and the settings. */
export class FirmwareTrust {
  readonly #deps: FirmwareTrustDeps

  constructor(deps: FirmwareTrustDeps) {
    this.#deps = deps
  }

  async keys(actor: Actor): Promise<readonly FirmwareKey[]> {
    requirePermission(actor, 'firmware:read')
    return this.#deps.stores.firmware.keys(actor.tenantId)
  }

  async trust(actor: Actor, name: string, publicKey: string): Promise<FirmwareKey> {
    requirePermission(actor, 'users:write')
    const key: FirmwareKey = {
      ...readPublicKey(publicKey),
      tenantId: actor.tenantId,
      name,
      createdAt: this.#deps.clock.now(),
      createdBy: actor.userId,
    }
    await this.#deps.transact(async (stores) => {
      const known = await stores.firmware.keys(actor.tenantId)
      if (known.some(({ id }) => id === key.id))
        throw duplicate({ tr: 'Bu anahtara zaten güveniliyor', en: 'This key is trusted already' })
      await stores.firmware.addKey(key)
      await this.#note(stores, actor, 'trust_key', key.id, { name, public_key: key.publicKey })
    })
    this.#deps.changed(actor.tenantId)
    return key
  }

  /** What was signed with it before stays signed: it was verified when it came in. */
  async distrust(actor: Actor, keyId: string): Promise<void> {
    requirePermission(actor, 'users:write')
    await this.#deps.transact(async (stores) => {
      if (!(await stores.firmware.removeKey(actor.tenantId, keyId)))
        throw notFound({ tr: 'Anahtar bulunamadı', en: 'Key not found' })
      await this.#note(stores, actor, 'distrust_key', keyId, {})
    })
    this.#deps.changed(actor.tenantId)
  }

  async settings(actor: Actor): Promise<FirmwareSettings & { readonly allowsUnsignedNow: boolean }> {
    requirePermission(actor, 'firmware:read')
    return {
      ...(await this.settingsOf(actor.tenantId)),
      allowsUnsignedNow: await this.allowsUnsigned(actor.tenantId),
    }
  }

  async changeSettings(actor: Actor, change: Partial<FirmwareSettings>): Promise<void> {
    requirePermission(actor, 'users:write')
    await this.#deps.transact(async (stores) => {
      const after = { ...(await this.settingsOf(actor.tenantId, stores)), ...change }
      await stores.settings.put(settingsKey(actor.tenantId), after)
      await this.#note(stores, actor, 'update_settings', null, { ...change })
    })
    this.#deps.changed(actor.tenantId)
  }

  /** Within a transaction: with its stores. */
  async settingsOf(tenantId: string, stores: Stores = this.#deps.stores): Promise<FirmwareSettings> {
    const saved = await stores.settings.get<Partial<FirmwareSettings>>(settingsKey(tenantId))
    return { ...DEFAULT_FIRMWARE_SETTINGS, ...saved }
  }

  async allowsUnsigned(tenantId: string): Promise<boolean> {
    const { allowsUnsigned } = await this.settingsOf(tenantId)
    return allowsUnsigned ?? (await this.#deps.stores.firmware.keys(tenantId)).length === 0
  }

  /** Id of the trusted key that signed these bytes. @throws AppError BUSINESS_RULE_VIOLATION */
  async requireSigner(tenantId: string, bytes: Uint8Array, signature: string): Promise<string> {
    const signer = signerOf(bytes, signature, await this.#deps.stores.firmware.keys(tenantId))
    if (!signer)
      throw ruleViolation({
        tr: 'İmza, güvenilen anahtarların hiçbirine ait değil ya da dosyaya uymuyor',
        en: 'The signature is of no trusted key, or does not fit the file',
      })
    return signer.id
  }

  #note(
    stores: Stores,
    actor: Actor,
    action: string,
    entityId: string | null,
    detail: Readonly<Record<string, unknown>>,
  ) {
    return this.#deps.audit.append(stores, {
      tenantId: actor.tenantId,
      actor,
      action,
      entity: 'firmware',
      entityId,
      detail,
    })
  }
}

const settingsKey = (tenantId: string): string => `firmware:${tenantId}`

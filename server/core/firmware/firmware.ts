import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import { duplicate, invalid, notFound, ruleViolation, stateConflict } from '../errors.ts'
import type { ReceivedFile, StoredFile } from '../files.ts'
import { newId } from '../ids.ts'
import type { Clock } from '../outside.ts'
import type { Page } from '../page.ts'
import type { Transact } from '../transact.ts'
import { FIRMWARE_TRANSITIONS, type FirmwareAction } from './firmware.states.ts'
import type { FirmwareFacts, FirmwareFiles, FirmwareVersion } from './firmware.types.ts'
import type { FirmwareTrust } from './firmware-trust.ts'
import { compareVersions, isSemver } from './semver.ts'

export interface FirmwareDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly files: FirmwareFiles
  readonly trust: Pick<FirmwareTrust, 'requireSigner' | 'allowsUnsigned' | 'settingsOf'>
  /** Told after a change is committed. */
  readonly changed: (tenantId: string) => void
}

const REFUSALS: Readonly<Record<FirmwareAction, { tr: string; en: string }>> = {
  change: {
    tr: 'Yayımlanan sürüm değiştirilemez; yeni bir sürüm yükleyin',
    en: 'A released version does not change; upload a new one',
  },
  release: { tr: 'Yalnızca taslak bir sürüm yayımlanabilir', en: 'Only a draft can be released' },
  deprecate: {
    tr: 'Yalnızca yayımlanmış bir sürüm kullanımdan kaldırılabilir',
    en: 'Only a released version can be deprecated',
  },
  delete: { tr: 'Yalnızca taslak bir sürüm silinebilir', en: 'Only a draft can be deleted' },
  roll_out: { tr: 'Yalnızca yayımlanmış bir sürüm kurulabilir', en: 'Only a released version can be rolled out' },
}

/** Firmware versions: what is uploaded, who signed it, and what may be rolled out. */
export class Firmware {
  readonly #deps: FirmwareDeps

  constructor(deps: FirmwareDeps) {
    this.#deps = deps
  }

  /** Removes files that a crash between file and row left behind. */
  async start(): Promise<void> {
    await this.#deps.files.keepOnly(new Set(await this.#deps.stores.firmware.everyHash()))
  }

  async list(
    actor: Actor,
    filters: Parameters<Stores['firmware']['list']>[1],
    page: Parameters<Stores['firmware']['list']>[2],
  ): Promise<Page<FirmwareVersion>> {
    requirePermission(actor, 'firmware:read')
    return this.#deps.stores.firmware.list(actor.tenantId, filters, page)
  }

  async get(actor: Actor, id: string): Promise<FirmwareVersion> {
    requirePermission(actor, 'firmware:read')
    return this.#own(this.#deps.stores, actor.tenantId, id)
  }

  async maxUploadBytes(actor: Actor): Promise<number> {
    requirePermission(actor, 'firmware:write')
    return (await this.#deps.trust.settingsOf(actor.tenantId)).maxUploadMb * 1_000_000
  }

  /** @throws AppError BUSINESS_RULE_VIOLATION when the signature is not that of a trusted key, DUPLICATE_ENTRY */
  async upload(
    actor: Actor,
    facts: FirmwareFacts,
    signature: string | null,
    file: ReceivedFile,
  ): Promise<FirmwareVersion> {
    requirePermission(actor, 'firmware:write')
    if (file.sizeBytes === 0) throw invalid({ tr: 'Dosya boş', en: 'The file is empty' })
    requireVersions(facts)
    const { files, trust } = this.#deps
    const keyId = signature
      ? await trust.requireSigner(actor.tenantId, await files.receivedBytes(file), signature)
      : null
    const made: FirmwareVersion = {
      ...facts,
      id: newId(),
      tenantId: actor.tenantId,
      fileName: file.name,
      sizeBytes: file.sizeBytes,
      sha256: file.sha256,
      signature,
      keyId,
      state: 'draft',
      createdAt: this.#deps.clock.now(),
      createdBy: actor.userId,
      releasedAt: null,
      releasedBy: null,
      deprecatedAt: null,
    }
    await this.#write(actor, 'create', made, { sha256: made.sha256, size: made.sizeBytes, key_id: keyId }, () =>
      files.keep(file),
    )
    return made
  }

  /** For who has the bytes at hand instead of a form. */
  async uploadBytes(
    actor: Actor,
    facts: FirmwareFacts,
    signature: string | null,
    bytes: Uint8Array,
  ): Promise<FirmwareVersion> {
    requirePermission(actor, 'firmware:write')
    const { files } = this.#deps
    const file = await files.receive(once(bytes), null)
    try {
      return await this.upload(actor, facts, signature, file)
    } finally {
      await files.discard(file)
    }
  }

  /** Only a draft changes. A new signature is checked against the file. */
  async change(
    actor: Actor,
    id: string,
    change: Partial<FirmwareFacts> & { readonly signature?: string | null },
  ): Promise<FirmwareVersion> {
    requirePermission(actor, 'firmware:write')
    const before = await this.#own(this.#deps.stores, actor.tenantId, id)
    this.#requireAction(before, 'change')
    const { signature, ...facts } = change
    let after: FirmwareVersion = { ...before, ...facts }
    requireVersions(after)
    if (signature !== undefined)
      after = {
        ...after,
        signature,
        keyId:
          signature === null
            ? null
            : await this.#deps.trust.requireSigner(actor.tenantId, await this.#bytes(before.sha256), signature),
      }
    await this.#write(actor, 'change', after, { ...change })
    return after
  }

  /** From here on it may be rolled out, and never changes again. */
  async release(actor: Actor, id: string): Promise<FirmwareVersion> {
    requirePermission(actor, 'firmware:write')
    const { stores, files, clock, trust } = this.#deps
    const before = await this.#own(stores, actor.tenantId, id)
    this.#requireAction(before, 'release')
    if (before.keyId === null && !(await trust.allowsUnsigned(actor.tenantId)))
      throw ruleViolation({
        tr: 'İmzasız sürüm yayımlanamaz: güvenilen bir anahtarla imzalayın',
        en: 'An unsigned version cannot be released: sign it with a trusted key',
      })
    if (!(await files.stored(before.sha256))) throw DAMAGED
    const after: FirmwareVersion = {
      ...before,
      state: 'released',
      releasedAt: clock.now(),
      releasedBy: actor.userId,
    }
    await this.#write(actor, 'release', after, { version: after.version, is_signed: after.keyId !== null })
    return after
  }

  async deprecate(actor: Actor, id: string): Promise<FirmwareVersion> {
    requirePermission(actor, 'firmware:write')
    const before = await this.#own(this.#deps.stores, actor.tenantId, id)
    this.#requireAction(before, 'deprecate')
    const after: FirmwareVersion = { ...before, state: 'deprecated', deprecatedAt: this.#deps.clock.now() }
    await this.#write(actor, 'deprecate', after, { version: after.version })
    return after
  }

  async remove(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'firmware:write')
    const sha256 = await this.#deps.transact(async (stores) => {
      const before = await this.#own(stores, actor.tenantId, id)
      this.#requireAction(before, 'delete')
      await stores.firmware.remove(id)
      await this.#note(stores, actor, 'delete', id, { name: before.name, version: before.version })
      // Two versions may be the same bytes under two names.
      return (await stores.firmware.everyHash()).includes(before.sha256) ? null : before.sha256
    })
    if (sha256 !== null) await this.#deps.files.remove(sha256)
    this.#deps.changed(actor.tenantId)
  }

  /** The file, after its bytes were found to be those that were uploaded. */
  async download(actor: Actor, id: string): Promise<{ firmware: FirmwareVersion; file: StoredFile }> {
    requirePermission(actor, 'firmware:read')
    const firmware = await this.#own(this.#deps.stores, actor.tenantId, id)
    return { firmware, file: await this.fileOf(firmware) }
  }

  /** @throws AppError STATE_CONFLICT when the file on disk is missing or damaged */
  async fileOf(firmware: FirmwareVersion): Promise<StoredFile> {
    const file = await this.#deps.files.stored(firmware.sha256)
    if (!file) throw DAMAGED
    return file
  }

  #requireAction(firmware: FirmwareVersion, action: FirmwareAction): void {
    if (FIRMWARE_TRANSITIONS[firmware.state][action] === undefined) throw stateConflict(REFUSALS[action])
  }

  async #bytes(sha256: string): Promise<Uint8Array> {
    const bytes = await this.#deps.files.storedBytes(sha256)
    if (!bytes) throw DAMAGED
    return bytes
  }

  async #write(
    actor: Actor,
    action: 'create' | FirmwareAction,
    firmware: FirmwareVersion,
    detail: Readonly<Record<string, unknown>>,
    last: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    await this.#deps.transact(async (stores) => {
      const same = await stores.firmware.idOf(firmware)
      if (same !== null && same !== firmware.id)
        throw duplicate({ tr: 'Bu sürüm zaten yüklenmiş', en: 'This version has been uploaded already' })
      // Somebody else may have released it while this was prepared.
      if (action !== 'create') this.#requireAction(await this.#own(stores, firmware.tenantId, firmware.id), action)
      await stores.firmware.save(firmware)
      await this.#note(stores, actor, action === 'change' ? 'update' : action, firmware.id, {
        name: firmware.name,
        version: firmware.version,
        ...detail,
      })
      await last()
    })
    this.#deps.changed(actor.tenantId)
  }

  async #own(stores: Stores, tenantId: string, id: string): Promise<FirmwareVersion> {
    const firmware = await stores.firmware.get(tenantId, id)
    if (!firmware) throw notFound({ tr: 'Yazılım sürümü bulunamadı', en: 'Firmware version not found' })
    return firmware
  }

  #note(stores: Stores, actor: Actor, action: string, entityId: string, detail: Readonly<Record<string, unknown>>) {
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

const DAMAGED = stateConflict({
  tr: 'Dosya diskte yok ya da bozulmuş; sürümü yeniden yükleyin',
  en: 'The file on disk is missing or damaged; upload the version again',
})

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** @throws AppError VALIDATION_ERROR */
function requireVersions({ version, minFromVersion }: Pick<FirmwareFacts, 'version' | 'minFromVersion'>): void {
  for (const each of [version, minFromVersion])
    if (each !== null && !isSemver(each))
      throw invalid({
        tr: `“${each}” bir sürüm numarası değil (örnek: 1.4.0)`,
        en: `“${each}” is not a version number (example: 1.4.0)`,
      })
  if (minFromVersion !== null && compareVersions(minFromVersion, version) === 1)
    throw invalid({
      tr: 'Geçilebilecek en eski sürüm bu sürümden yeni olamaz',
      en: 'The oldest version to come from cannot be newer than this one',
    })
}

import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import { notFound, ruleViolation } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Clock, PointSpec, RegisterSpec, TemplateSpec } from '../outside.ts'
import type { Transact } from '../transact.ts'
import type { TemplateOverride } from './devices.types.ts'
import { pointProblems } from './points.ts'

export interface TemplatesDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  /** The built-in templates. */
  readonly library: readonly TemplateSpec[]
  /** Told after a change is committed; resolves when it is in force. */
  readonly changed: (tenantId: string) => Promise<void>
}

/** Built-in device templates, and the tenants' own versions of them: same id and key, registers replaced. */
export class Templates {
  readonly #deps: TemplatesDeps
  readonly #overrides = new Map<string, TemplateOverride>()

  constructor(deps: TemplatesDeps) {
    this.#deps = deps
  }

  async start(): Promise<void> {
    for (const override of await this.#deps.stores.devices.templateOverrides())
      this.#overrides.set(`${override.tenantId} ${override.key}`, this.#whole(override))
  }

  /** By id or by key, as the tenant has it; null when there is none. */
  find(tenantId: string, idOrKey: string): TemplateSpec | null {
    const base = this.#deps.library.find((template) => template.id === idOrKey || template.key === idOrKey)
    return base ? (this.#overrides.get(`${tenantId} ${base.key}`)?.body ?? base) : null
  }

  list(actor: Actor): readonly TemplateSpec[] {
    requirePermission(actor, 'devices:read')
    return this.#deps.library.map((base) => this.find(actor.tenantId, base.id) ?? base)
  }

  get(actor: Actor, id: string): TemplateSpec {
    requirePermission(actor, 'devices:read')
    const template = this.find(actor.tenantId, id)
    if (!template) throw notFound({ tr: 'Cihaz şablonu bulunamadı', en: 'Device template not found' })
    return template
  }

  /**
   * Replaces the register map for this tenant, and the points where they are given. The result is unverified: only the
   * shipped map carries its source's word. @throws AppError BUSINESS_RULE_VIOLATION for points that make no sense
   */
  async replaceRegisters(
    actor: Actor,
    id: string,
    registers: readonly RegisterSpec[],
    givenPoints: readonly PointSpec[] | null = null,
  ): Promise<TemplateSpec> {
    requirePermission(actor, 'devices:write')
    const before = this.get(actor, id)
    const points = givenPoints ?? before.points
    const problems = pointProblems(points, registers).join('; ')
    if (problems !== '')
      throw ruleViolation({
        tr: `Yazılabilir noktalar bu haritaya uymuyor: ${problems}`,
        en: `The writable points do not fit this map: ${problems}`,
      })
    const known = this.#overrides.get(`${actor.tenantId} ${before.key}`)
    const version = (known?.version ?? 0) + 1
    const now = this.#deps.clock.now()
    const base = this.#deps.library.find((template) => template.key === before.key) ?? before
    const body: TemplateSpec = { ...base, registers, points, verified: false, version: `${base.version}+${version}` }
    const override: TemplateOverride = {
      id: known?.id ?? newId(),
      tenantId: actor.tenantId,
      key: base.key,
      baseId: base.id,
      body,
      version,
      createdAt: known?.createdAt ?? now,
      updatedAt: now,
    }
    await this.#deps.transact(async (stores) => {
      await stores.devices.saveTemplateOverride(override)
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'update',
        entity: 'device_template',
        entityId: base.id,
        detail: { key: base.key, version: body.version, registers: registers.length, points: points.length },
      })
    })
    this.#overrides.set(`${actor.tenantId} ${base.key}`, override)
    await this.#deps.changed(actor.tenantId)
    return body
  }

  /** A version stored before templates had points has those of the template that it is a version of. */
  #whole(override: TemplateOverride): TemplateOverride {
    const base = this.#deps.library.find(({ key }) => key === override.key)
    return { ...override, body: { ...override.body, points: override.body.points ?? base?.points ?? [] } }
  }
}

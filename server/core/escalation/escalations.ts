import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Incident } from '../alarms/alarm.types.ts'
import type { Audit } from '../audit/audit.ts'
import type { Inventory } from '../devices/inventory.ts'
import { duplicate, notFound, ruleViolation, stateConflict } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Clock } from '../outside.ts'
import type { Page } from '../page.ts'
import type { Transact } from '../transact.ts'
import {
  type Escalation,
  type EscalationDraft,
  type Notice,
  REACHES,
  type Roster,
  type RosterDraft,
} from './escalation.types.ts'

const MAX_STEPS = 20
const MAX_AFTER_S = 7 * 24 * 3600
const MAX_SHIFTS = 200

export interface EscalationsDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly inventory: Inventory
  readonly changed: (entity: 'escalation', tenantId: string) => void
}

/** Who is told of an alarm that nobody answers, after how long and by which way. */
export class Escalations {
  readonly #deps: EscalationsDeps
  readonly #chains = new Map<string, Escalation>()

  constructor(deps: EscalationsDeps) {
    this.#deps = deps
  }

  async start(): Promise<void> {
    for (const chain of await this.#deps.stores.escalations.all()) this.#chains.set(chain.id, chain)
  }

  /** The chains that an incident sets going. */
  matching(incident: Pick<Incident, 'tenantId' | 'severity' | 'deviceId' | 'gatewayId'>): readonly Escalation[] {
    return [...this.#chains.values()].filter(
      (chain) =>
        chain.tenantId === incident.tenantId &&
        chain.isEnabled &&
        chain.severities.includes(incident.severity) &&
        this.#isWithin(chain.place, incident),
    )
  }

  async list(actor: Actor): Promise<readonly Escalation[]> {
    requirePermission(actor, 'alarms:read')
    return [...this.#chains.values()]
      .filter((chain) => chain.tenantId === actor.tenantId)
      .sort((a, b) => a.createdAt - b.createdAt)
  }

  async add(actor: Actor, draft: EscalationDraft): Promise<Escalation> {
    requirePermission(actor, 'alarms:write')
    const now = this.#deps.clock.now()
    return this.#save(actor, 'create', {
      ...draft,
      id: newId(),
      tenantId: actor.tenantId,
      createdAt: now,
      updatedAt: now,
    })
  }

  async change(actor: Actor, id: string, draft: EscalationDraft): Promise<Escalation> {
    requirePermission(actor, 'alarms:write')
    return this.#save(actor, 'update', { ...this.#own(actor, id), ...draft, updatedAt: this.#deps.clock.now() })
  }

  /** What it has set going already is called off. */
  async remove(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'alarms:write')
    const { name } = this.#own(actor, id)
    await this.#deps.transact(async (stores) => {
      await stores.escalations.remove(id)
      await stores.notices.cancelOfEscalation(id, this.#deps.clock.now())
      await this.#note(stores, actor, 'delete', 'escalation', id, { name })
    })
    this.#chains.delete(id)
    this.#deps.changed('escalation', actor.tenantId)
  }

  async rosters(actor: Actor): Promise<readonly Roster[]> {
    requirePermission(actor, 'alarms:read')
    return this.#deps.stores.escalations.rosters(actor.tenantId)
  }

  /** Those who may be named in a roster or a step. */
  async people(actor: Actor): Promise<readonly { id: string; name: string | null; email: string }[]> {
    requirePermission(actor, 'alarms:read')
    const page = { offset: 0, limit: 1000, sortBy: 'email', sortOrder: 'asc' } as const
    const { items } = await this.#deps.stores.identity.users(actor.tenantId, { is_active: 1 }, page)
    return items.map(({ id, name, email }) => ({ id, name, email }))
  }

  async roles(actor: Actor): Promise<readonly { id: string; name: string }[]> {
    requirePermission(actor, 'alarms:read')
    const page = { offset: 0, limit: 1000, sortBy: 'name', sortOrder: 'asc' } as const
    const { items } = await this.#deps.stores.identity.roles(actor.tenantId, {}, page)
    return items.map(({ id, name }) => ({ id, name }))
  }

  async addRoster(actor: Actor, draft: RosterDraft): Promise<Roster> {
    requirePermission(actor, 'alarms:write')
    const now = this.#deps.clock.now()
    return this.#saveRoster(actor, 'create', {
      ...draft,
      id: newId(),
      tenantId: actor.tenantId,
      createdAt: now,
      updatedAt: now,
    })
  }

  async changeRoster(actor: Actor, id: string, draft: RosterDraft): Promise<Roster> {
    requirePermission(actor, 'alarms:write')
    const before = await this.#ownRoster(actor, id)
    return this.#saveRoster(actor, 'update', { ...before, ...draft, updatedAt: this.#deps.clock.now() })
  }

  /** @throws AppError STATE_CONFLICT while a step names it */
  async removeRoster(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'alarms:write')
    const { name } = await this.#ownRoster(actor, id)
    const isNamed = ({ steps }: Escalation) => steps.some(({ to }) => to.kind === 'roster' && to.value === id)
    if ([...this.#chains.values()].some(isNamed)) {
      throw stateConflict({
        tr: 'Nöbet listesi bir bildirim zincirinde kullanılıyor',
        en: 'The roster is used by an escalation',
      })
    }
    await this.#deps.transact(async (stores) => {
      await stores.escalations.removeRoster(id)
      await this.#note(stores, actor, 'delete', 'roster', id, { name })
    })
    this.#deps.changed('escalation', actor.tenantId)
  }

  /** The newest first: what was sent, is on its way, or could not be. */
  async notices(
    actor: Actor,
    filter: { readonly incidentId?: string; readonly status?: Notice['status'] },
    page: { readonly offset: number; readonly limit: number },
  ): Promise<Page<Notice>> {
    requirePermission(actor, 'alarms:read')
    return this.#deps.stores.notices.list(actor.tenantId, filter, page)
  }

  async #save(actor: Actor, action: 'create' | 'update', chain: Escalation): Promise<Escalation> {
    checkChain(chain)
    requireOwnName(chain, await this.list(actor))
    await this.#requireParts(actor, chain)
    await this.#deps.transact(async (stores) => {
      await stores.escalations.save(chain)
      const { name, isEnabled, severities, place, steps } = chain
      await this.#note(stores, actor, action, 'escalation', chain.id, { name, isEnabled, severities, place, steps })
    })
    this.#chains.set(chain.id, chain)
    this.#deps.changed('escalation', actor.tenantId)
    return chain
  }

  async #saveRoster(actor: Actor, action: 'create' | 'update', roster: Roster): Promise<Roster> {
    checkRoster(roster)
    requireOwnName(roster, await this.rosters(actor))
    const known = new Set((await this.people(actor)).map((person) => person.id))
    if (roster.shifts.some((shift) => !known.has(shift.userId)))
      throw notFound({ tr: 'Nöbetçi bulunamadı', en: 'A person on the roster was not found' })
    await this.#deps.transact(async (stores) => {
      await stores.escalations.saveRoster(roster)
      await this.#note(stores, actor, action, 'roster', roster.id, { name: roster.name, shifts: roster.shifts })
    })
    this.#deps.changed('escalation', actor.tenantId)
    return roster
  }

  /** What belongs to another tenant is as unknown as what does not exist. */
  async #requireParts(actor: Actor, chain: Escalation): Promise<void> {
    const { inventory, stores } = this.#deps
    const { place } = chain
    const placed = place && (place.kind === 'region' ? inventory.regions : inventory.subregions).get(place.value)
    const isPlaceFine = place === null || placed?.tenantId === actor.tenantId
    const named = new Map([
      ['user', new Set((await this.people(actor)).map(({ id }) => id))],
      ['role', new Set((await this.roles(actor)).map(({ id }) => id))],
      ['roster', new Set((await stores.escalations.rosters(actor.tenantId)).map(({ id }) => id))],
    ])
    const isKnown = chain.steps.every(({ to }) => named.get(to.kind)?.has(to.value) ?? true)
    if (!isPlaceFine || !isKnown)
      throw notFound({ tr: 'Zincirdeki yer veya kişi bulunamadı', en: 'A place or person of the chain was not found' })
  }

  #isWithin(place: Escalation['place'], incident: Pick<Incident, 'deviceId' | 'gatewayId'>): boolean {
    if (place === null) return true
    const { inventory } = this.#deps
    const device = incident.deviceId === null ? undefined : inventory.devices.get(incident.deviceId)
    const gateway = incident.gatewayId === null ? undefined : inventory.gateways.get(incident.gatewayId)
    const own = gateway?.subregionId ? inventory.subregions.get(gateway.subregionId) : undefined
    const subregion = device ? inventory.subregionOf(device) : own
    return (place.kind === 'subregion' ? subregion?.id : subregion?.regionId) === place.value
  }

  #own(actor: Actor, id: string): Escalation {
    const chain = this.#chains.get(id)
    if (chain?.tenantId !== actor.tenantId)
      throw notFound({ tr: 'Bildirim zinciri bulunamadı', en: 'Escalation not found' })
    return chain
  }

  async #ownRoster(actor: Actor, id: string): Promise<Roster> {
    const found = (await this.#deps.stores.escalations.rosters(actor.tenantId)).find((roster) => roster.id === id)
    if (!found) throw notFound({ tr: 'Nöbet listesi bulunamadı', en: 'Roster not found' })
    return found
  }

  async #note(stores: Stores, actor: Actor, action: string, entity: string, entityId: string, detail: object) {
    const note = { tenantId: actor.tenantId, actor, action, entity, entityId, detail: { ...detail } }
    await this.#deps.audit.append(stores, note)
  }
}

function requireOwnName(
  one: { readonly id: string; readonly name: string },
  all: readonly { readonly id: string; readonly name: string }[],
): void {
  if (all.some(({ id, name }) => id !== one.id && name === one.name))
    throw duplicate({ tr: 'Bu ad zaten kullanılıyor', en: 'This name is already in use' })
}

function checkChain({ severities, steps }: EscalationDraft): void {
  const isTimed = steps.every(({ afterS }) => afterS >= 0 && afterS <= MAX_AFTER_S)
  if (severities.length === 0 || steps.length === 0 || steps.length > MAX_STEPS || !isTimed) {
    throw ruleViolation({
      tr: `Zincir en az bir önem ve 1–${MAX_STEPS} basamak ister; basamaklar en çok 7 gün sonra olabilir`,
      en: `A chain needs a severity and 1 to ${MAX_STEPS} steps, each at most 7 days later`,
    })
  }
  for (const { channel, to } of steps) {
    if (!REACHES[channel].includes(to.kind)) {
      throw ruleViolation({
        tr: `Bu kanal bu alıcıya ulaşamaz: ${channel} → ${to.kind}`,
        en: `This channel cannot reach that recipient: ${channel} → ${to.kind}`,
      })
    }
  }
}

function checkRoster({ shifts }: RosterDraft): void {
  const isMinute = (minute: number) => Number.isInteger(minute) && minute >= 0 && minute < 24 * 60
  const isFine = shifts.every(
    ({ days, fromMinute, toMinute }) => days.length > 0 && isMinute(fromMinute) && isMinute(toMinute),
  )
  if (isFine && shifts.length <= MAX_SHIFTS) return
  throw ruleViolation({
    tr: `Her nöbetin en az bir günü olmalı; en çok ${MAX_SHIFTS} nöbet olabilir`,
    en: `Every shift needs at least one day; at most ${MAX_SHIFTS} shifts`,
  })
}

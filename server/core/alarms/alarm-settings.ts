import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import { notFound, ruleViolation } from '../errors.ts'
import type { Clock } from '../outside.ts'
import type { Transact } from '../transact.ts'
import { type Incident, SEVERITIES, type Severity } from './alarm.types.ts'
import { DEFAULT_ALARM_SETTINGS, type PolicyManner, type AlarmSettings as Settings } from './alarm-settings.types.ts'
import type { Manner } from './annunciator.ts'
import { checkLadder } from './ladder.ts'
import { MAX_SHELVING_S } from './shelving.ts'

const MIN_REMINDER_S = 60
const MAX_REMINDER_S = 24 * 3600
const MAX_OPERATORS = 50
const NO_MANNER: PolicyManner = { ladder: [], reminderS: null }

export interface AlarmSettingsDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly changed: (entity: 'alarm_settings', tenantId: string) => void
}

/** What tenants and policies say about shelving, reminders and severities that climb. In memory: asked at every tick. */
export class AlarmSettings {
  readonly #deps: AlarmSettingsDeps
  #settings = new Map<string, Settings>()
  #manners = new Map<string, PolicyManner>()

  constructor(deps: AlarmSettingsDeps) {
    this.#deps = deps
  }

  async start(): Promise<void> {
    const { alarmSettings } = this.#deps.stores
    this.#settings = new Map(await alarmSettings.all())
    this.#manners = new Map(await alarmSettings.manners())
  }

  of(tenantId: string): Settings {
    return this.#settings.get(tenantId) ?? DEFAULT_ALARM_SETTINGS
  }

  maxShelvingMs(tenantId: string, severity: Severity): number {
    return this.of(tenantId).shelvingS[severity] * 1000
  }

  mannerOf(incident: Pick<Incident, 'tenantId' | 'policyId' | 'severity'>): Manner {
    const own = (incident.policyId !== null && this.#manners.get(incident.policyId)) || NO_MANNER
    const reminderS = own.reminderS ?? this.of(incident.tenantId).reminderS[incident.severity]
    return { ladder: own.ladder, reminderMs: reminderS === null ? null : reminderS * 1000 }
  }

  async read(actor: Actor): Promise<Settings> {
    requirePermission(actor, 'alarms:read')
    return this.of(actor.tenantId)
  }

  async change(actor: Actor, change: Partial<Settings>): Promise<Settings> {
    requirePermission(actor, 'alarms:write')
    const settings: Settings = { ...this.of(actor.tenantId), ...change }
    checkSettings(settings)
    await this.#deps.transact(async (stores) => {
      await stores.alarmSettings.save(actor.tenantId, settings)
      await this.#note(stores, actor, 'alarm_settings', actor.tenantId, { ...change })
    })
    this.#settings.set(actor.tenantId, settings)
    this.#deps.changed('alarm_settings', actor.tenantId)
    return settings
  }

  async policyManner(actor: Actor, policyId: string): Promise<PolicyManner> {
    requirePermission(actor, 'alarms:read')
    await this.#requirePolicy(actor, policyId)
    return this.#manners.get(policyId) ?? NO_MANNER
  }

  async changePolicyManner(actor: Actor, policyId: string, manner: PolicyManner): Promise<PolicyManner> {
    requirePermission(actor, 'alarms:write')
    await this.#requirePolicy(actor, policyId)
    checkLadder(manner.ladder)
    checkReminder(manner.reminderS)
    await this.#deps.transact(async (stores) => {
      await stores.alarmSettings.saveManner(actor.tenantId, policyId, manner, this.#deps.clock.now())
      await this.#note(stores, actor, 'alarm_policy', policyId, { ...manner })
    })
    this.#manners.set(policyId, manner)
    this.#deps.changed('alarm_settings', actor.tenantId)
    return manner
  }

  async #requirePolicy(actor: Actor, policyId: string): Promise<void> {
    if (!(await this.#deps.stores.policies.get(actor.tenantId, policyId)))
      throw notFound({ tr: 'Alarm kuralı bulunamadı', en: 'Alarm policy not found' })
  }

  async #note(stores: Stores, actor: Actor, entity: string, entityId: string, detail: object): Promise<void> {
    const note = { tenantId: actor.tenantId, actor, action: 'annunciation', entity, entityId, detail: { ...detail } }
    await this.#deps.audit.append(stores, note)
  }
}

function checkSettings(settings: Settings): void {
  for (const severity of SEVERITIES) {
    const shelvingS = settings.shelvingS[severity]
    if (!(shelvingS >= 60 && shelvingS <= MAX_SHELVING_S)) {
      throw ruleViolation({
        tr: 'Erteleme üst sınırı 1 dakika ile 7 gün arasında olmalıdır',
        en: 'The longest snooze must be between 1 minute and 7 days',
      })
    }
    checkReminder(settings.reminderS[severity])
  }
  if (!(Number.isInteger(settings.operators) && settings.operators >= 1 && settings.operators <= MAX_OPERATORS)) {
    throw ruleViolation({
      tr: `Operatör sayısı 1 ile ${MAX_OPERATORS} arasında olmalıdır`,
      en: `The number of operators must be between 1 and ${MAX_OPERATORS}`,
    })
  }
}

function checkReminder(reminderS: number | null): void {
  if (reminderS === null || (reminderS >= MIN_REMINDER_S && reminderS <= MAX_REMINDER_S)) return
  throw ruleViolation({
    tr: 'Hatırlatma aralığı 1 dakika ile 24 saat arasında olmalıdır',
    en: 'The time between reminders must be between 1 minute and 24 hours',
  })
}

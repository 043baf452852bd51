import { randomBytes } from 'node:crypto'
import type { AlarmSettings } from '../core/alarms/alarm-settings.ts'
import type { IncidentDraft } from '../core/alarms/incident-draft.ts'
import { recordAnnunciation } from '../core/alarms/record.ts'
import { Dispatcher } from '../core/escalation/dispatcher.ts'
import { Escalations } from '../core/escalation/escalations.ts'
import { schedule } from '../core/escalation/scheduling.ts'
import { WebhookKeys } from '../core/escalation/webhook-keys.ts'
import { Mail } from '../core/mail/mail.ts'
import type { SecretKeeper } from '../core/mail/mail.types.ts'
import type { Log } from '../core/outside.ts'
import type { Job } from '../jobs/jobs.ts'
import { smtp } from '../mail/smtp.ts'
import type { Stores } from '../storage/stores/stores.ts'
import { postWebhook } from '../webhooks/webhook.ts'
import type { AnnunciationPartDeps } from './annunciation.ts'

const DAY_MS = 86_400_000
/** Long enough to look up who was told of what last season. */
const KEPT_DAYS = 400

export interface EscalationPartDeps extends Omit<AnnunciationPartDeps, 'isLockedOut'> {
  readonly log: Log
  readonly secrets: SecretKeeper
  readonly tenantOf: (tenantId: string) => Promise<{ readonly name: string; readonly timeZone: string }>
}

/** Who is told when nobody answers: chains, rosters, mail, webhooks and the outbox behind them. */
export function escalationPart(deps: EscalationPartDeps, alarmSettings: AlarmSettings) {
  const { tell, stores, clock } = deps
  const changed = (entity: string, tenantId: string) => tell(tenantId, { type: 'changed', entity })
  const escalations = new Escalations({ ...deps, changed })
  const mail = new Mail({ ...deps, postOffice: smtp, changed })
  const webhookKeys = new WebhookKeys({ ...deps, random: () => randomBytes(32).toString('base64url') })
  const dispatcher = new Dispatcher({
    ...deps,
    mail,
    webhook: {
      send: async (tenantId, call) =>
        await postWebhook({
          ...call,
          secret: webhookKeys.of(tenantId),
          at: clock.now(),
          allowsPrivate: alarmSettings.of(tenantId).allowsPrivateWebhooks,
        }),
    },
    desktop: {
      ring: (tenantId, userId, incidentIds) =>
        tell(tenantId, { type: 'notice', user_id: userId, incident_ids: incidentIds }),
    },
  })
  const jobs: readonly Job[] = [
    { name: 'notices', everyMs: DAY_MS, run: () => stores.notices.forget(clock.now() - KEPT_DAYS * DAY_MS) },
  ]
  return {
    escalations,
    mail,
    webhookKeys,
    jobs,
    dispatcher,
    recorded: async (inner: Stores, draft: IncidentDraft): Promise<void> => {
      await recordAnnunciation(inner, draft)
      await schedule(inner, draft, escalations)
    },
    async start(): Promise<void> {
      await escalations.start()
      await mail.start()
      dispatcher.start()
    },
    stop: () => dispatcher.stop(),
  }
}

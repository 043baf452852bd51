import type { IncidentView, Severity } from '../alarms/alarm.types.ts'
import type { Words } from '../errors.ts'
import { localTime } from '../telemetry/time-zone.ts'

export interface Told {
  readonly incident: IncidentView
  /** When it should have been told. */
  readonly dueAt: number
}

export interface Wording {
  readonly language: keyof Words
  readonly timeZone: string
  readonly consoleUrl: string | null
  readonly tenantName: string
}

const SEVERITY_WORDS: Readonly<Record<Severity, Words>> = {
  critical: { tr: 'KRİTİK', en: 'CRITICAL' },
  high: { tr: 'Yüksek', en: 'High' },
  medium: { tr: 'Orta', en: 'Medium' },
  low: { tr: 'Düşük', en: 'Low' },
  info: { tr: 'Bilgi', en: 'Info' },
}

const WORDS = {
  began: { tr: 'Başladı', en: 'Began' },
  policy: { tr: 'Kural', en: 'Policy' },
  occurred: { tr: 'Tekrar', en: 'Occurrences' },
  unanswered: {
    tr: 'Bu alarm henüz onaylanmadı. Onaylandığında bildirimler durur.',
    en: 'Nobody has acknowledged this alarm. Acknowledging it stops these messages.',
  },
  open: { tr: 'Aç', en: 'Open' },
  summary: { tr: 'ulaşılamayan sürede gelen alarmlar', en: 'alarms while you could not be reached' },
  summaryText: {
    tr: 'Aşağıdaki alarmlar zamanında bildirilemedi ve hâlâ onay bekliyor:',
    en: 'These alarms could not be told in time, and still wait for acknowledgement:',
  },
} as const satisfies Record<string, Words>

/** 2026-07-01 14:05:09, by the site's clock. */
const clockText = (at: number, timeZone: string): string =>
  new Date(localTime(timeZone, at)).toISOString().slice(0, 19).replace('T', ' ')

const linkTo = (incident: IncidentView, { consoleUrl }: Wording): string | null =>
  consoleUrl === null ? null : `${consoleUrl.replace(/\/$/, '')}/alarms?incident=${encodeURIComponent(incident.id)}`

/** Nothing that came from outside may begin a line of the header. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 200)

export function mailOf({ incident }: Told, wording: Wording): { subject: string; text: string } {
  const { language, timeZone } = wording
  const severity = SEVERITY_WORDS[incident.severity][language]
  const link = linkTo(incident, wording)
  const lines = [
    `${severity}: ${incident.message[language]}`,
    '',
    `${WORDS.began[language]}: ${clockText(incident.occurredAt ?? incident.triggeredAt, timeZone)} (${timeZone})`,
    ...(incident.policyName === null ? [] : [`${WORDS.policy[language]}: ${incident.policyName}`]),
    ...(incident.occurrenceCount > 1 ? [`${WORDS.occurred[language]}: ${incident.occurrenceCount}`] : []),
    '',
    WORDS.unanswered[language],
    ...(link === null ? [] : ['', `${WORDS.open[language]}: ${link}`]),
  ]
  return {
    subject: oneLine(`[${wording.tenantName}] ${severity}: ${incident.message[language]}`),
    text: `${lines.join('\n')}\n`,
  }
}

/** Many old ones as one message: nobody reads forty. */
export function summaryOf(told: readonly Told[], wording: Wording): { subject: string; text: string } {
  const { language, timeZone } = wording
  const lines = told.map(({ incident, dueAt }) => {
    const severity = SEVERITY_WORDS[incident.severity][language]
    return `- ${clockText(dueAt, timeZone)}  ${severity}: ${incident.message[language]}`
  })
  return {
    subject: oneLine(`[${wording.tenantName}] ${told.length} ${WORDS.summary[language]}`),
    text: `${[WORDS.summaryText[language], '', ...lines].join('\n')}\n`,
  }
}

/** The body of a webhook: one alarm, or the summary of several. */
export function hookBody(id: string, told: readonly Told[], wording: Wording): string {
  return JSON.stringify({
    id,
    type: told.length === 1 ? 'alarm' : 'alarm_summary',
    tenant: wording.tenantName,
    incidents: told.map(({ incident, dueAt }) => ({
      id: incident.id,
      severity: incident.severity,
      message: incident.message,
      device_id: incident.deviceId,
      device_name: incident.deviceName,
      gateway_id: incident.gatewayId,
      policy_name: incident.policyName,
      triggered_at: new Date(incident.triggeredAt).toISOString(),
      occurrence_count: incident.occurrenceCount,
      due_at: new Date(dueAt).toISOString(),
      url: linkTo(incident, wording),
    })),
  })
}

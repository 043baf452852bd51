import type { Incident } from '../api/types.ts'
import { currentLanguage } from '../i18n/i18n.ts'

/** How far after the name its colon may stand: "Pontoon D gateway: …" still names Pontoon D. */
const NAME_TAIL = 16

/** The hub sends the message in both languages, so that what is pushed to all windows suits each of them. */
export function incidentMessage({ messages }: Pick<Incident, 'messages'>): string {
  return messages[currentLanguage()]
}

/** The message without the device's name in front, for places that show the name beside it. */
export function shortMessage(incident: Pick<Incident, 'messages' | 'device_name' | 'gateway_name'>): string {
  const message = incidentMessage(incident)
  for (const name of [incident.device_name, incident.gateway_name]) {
    if (!name || !message.startsWith(name)) continue
    const colon = message.indexOf(': ', name.length)
    if (colon >= 0 && colon - name.length <= NAME_TAIL) return message.slice(colon + 2)
  }
  return message
}

/** Nobody has acknowledged it, and nothing silences it: it calls. */
export function isCalling({ state, is_suppressed: isSuppressed }: Pick<Incident, 'state' | 'is_suppressed'>): boolean {
  return !isSuppressed && (state === 'active_unack' || state === 'cleared_unack')
}

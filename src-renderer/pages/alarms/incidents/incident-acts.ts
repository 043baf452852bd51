import type { Incident, IncidentState } from '../../../api/types.ts'

export const ACTS = ['ack', 'snooze', 'close'] as const
export type Act = (typeof ACTS)[number]

/** What an operator may do in each state; the hub's own table of transitions decides in the end (409). */
export const ALLOWED: Readonly<Record<IncidentState, Readonly<Record<Act, boolean>>>> = {
  active_unack: { ack: true, snooze: true, close: false },
  active_ack: { ack: false, snooze: true, close: true },
  cleared_unack: { ack: true, snooze: false, close: true },
  cleared_ack: { ack: false, snooze: false, close: true },
  snoozed: { ack: true, snooze: true, close: true },
  closed: { ack: false, snooze: false, close: false },
}

/** Under a snooze, acknowledging and closing reach the state beneath it. */
export function isAllowed(incident: Pick<Incident, 'state' | 'resume_state'>, act: Act): boolean {
  if (!ALLOWED[incident.state][act]) return false
  if (incident.state !== 'snoozed' || act === 'snooze' || !incident.resume_state) return true
  return ALLOWED[incident.resume_state][act]
}

export const ACT_PERMISSION: Readonly<Record<Act, string>> = {
  ack: 'incidents:ack',
  snooze: 'incidents:snooze',
  close: 'incidents:close',
}

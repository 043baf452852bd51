import type { Stores } from '../../storage/stores/stores.ts'
import type { Incident } from '../alarms/alarm.types.ts'
import { callsForAttention, type IncidentAction, type OverlayAction } from '../alarms/incident.states.ts'
import type { Edge, IncidentDraft } from '../alarms/incident-draft.ts'
import { newId } from '../ids.ts'
import type { Escalation, Notice } from './escalation.types.ts'
import type { Escalations } from './escalations.ts'

/** After one of these there is nobody left to be told. */
const ANSWERS: ReadonlySet<IncidentAction | OverlayAction | 'trigger'> = new Set([
  'ack',
  'snooze',
  'close',
  'clear',
  'finish',
  'withdraw',
  'suppress',
])

/** Sets chains going and calls them off, in the transaction of the edges: neither is lost in a crash. */
export async function schedule(
  stores: Stores,
  draft: IncidentDraft,
  escalations: Pick<Escalations, 'matching'>,
): Promise<void> {
  for (const edge of draft.edges) {
    if (ANSWERS.has(edge.event.action)) await stores.notices.cancelOfIncident(edge.incident.id, edge.event.at)
    await stores.notices.add(noticesFor(edge, escalations))
  }
}

function noticesFor(edge: Edge, escalations: Pick<Escalations, 'matching'>): Notice[] {
  const { incident, event } = edge
  if (!callsForAttention(incident)) return []
  const chains = escalations.matching(incident)
  if (edge.isCall) return chains.flatMap((chain) => notices(chain, incident, event.at, () => true))
  const from = event.detail?.from
  if (event.action === 'escalate' || event.action === 'lower') {
    // Chains that this severity brings in; those that it had already are going.
    const fresh = chains.filter(({ severities }) => !severities.some((severity) => severity === from))
    return fresh.flatMap((chain) => notices(chain, incident, event.at, () => true))
  }
  if (event.action !== 'remind') return []
  const elapsedS = (event.at - (incident.annunciatedAt ?? event.at)) / 1000
  // Those who were told already are told again; the others' turn comes by itself.
  return chains.flatMap((chain) => notices(chain, incident, event.at, (afterS) => afterS < elapsedS, true))
}

function notices(
  chain: Escalation,
  incident: Incident,
  at: number,
  isMeant: (afterS: number) => boolean,
  isNow = false,
): Notice[] {
  return chain.steps.flatMap(({ afterS, channel, to }, index) => {
    if (!isMeant(afterS)) return []
    const dueAt = isNow ? at : at + afterS * 1000
    return {
      id: newId(),
      tenantId: incident.tenantId,
      incidentId: incident.id,
      escalationId: chain.id,
      onceKey: `${incident.id}|${at}|${chain.id}|${index}`,
      channel,
      audience: to,
      recipient: null,
      status: 'waiting',
      dueAt,
      nextAttemptAt: dueAt,
      attempts: 0,
      lastError: null,
      settledAt: null,
      createdAt: at,
    }
  })
}

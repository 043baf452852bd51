import type { Stores } from '../../storage/stores/stores.ts'
import type { IncidentDraft } from './incident-draft.ts'

/** Keeps each call for attention and how it was answered, in the transaction of the edges that led to it. */
export async function recordAnnunciation(stores: Stores, draft: IncidentDraft): Promise<void> {
  await stores.annunciations.append(draft.calls)
  for (const { event } of draft.edges) {
    if (event.action === 'ack' || event.action === 'close')
      await stores.annunciations.settle(event.incidentId, 'acknowledged_at', event.at)
    if (event.action === 'clear') await stores.annunciations.settle(event.incidentId, 'cleared_at', event.at)
  }
}

import type { Stores } from '../../storage/stores/stores.ts'
import { BATCH_TRANSITIONS } from './ota.states.ts'
import type { OtaBatch, OtaUpdate } from './ota.types.ts'
import { write } from './ota-moves.ts'
import { newestAttempts, nextStep } from './rollout.ts'

/** Opens the next wave of a batch, pauses or completes it. @returns the updates of the wave, or null when nothing is due */
export async function advanceBatch(
  stores: Stores,
  batchId: string,
  now: number,
): Promise<{ readonly batch: OtaBatch; readonly updates: readonly OtaUpdate[] } | null> {
  const batch = await stores.ota.findBatch(batchId)
  if (!batch) return null
  const updates = newestAttempts(await stores.ota.ofBatch(batchId))
  const step = nextStep(batch, updates)
  if (step === null) return null
  if (step !== 'open') {
    await stores.ota.saveBatch(ended(batch, step, now))
    return { batch, updates: [] }
  }
  const wave = batch.openedWave + 1
  await stores.ota.saveBatch({ ...batch, openedWave: wave })
  const moving = updates.filter((update) => update.wave === wave && update.state === 'pending')
  for (const update of moving) await write(stores, update, { action: 'open' }, now)
  return { batch, updates: moving }
}

function ended(batch: OtaBatch, step: 'pause' | 'complete', now: number): OtaBatch {
  const state = BATCH_TRANSITIONS[batch.state][step] ?? batch.state
  return {
    ...batch,
    state,
    pauseReason: step === 'pause' ? 'error_threshold' : null,
    finishedAt: step === 'complete' ? now : null,
  }
}

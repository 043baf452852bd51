import { chance, seedOf } from './load/noise.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000

/** How a pedestal on its way out answers. */
export type Answer = 'answers' | 'refuses' | 'silent'

const FAILING_CYCLE_MS = 20 * MINUTE_MS
const FLAKY_UNTIL_MS = 100 * SECOND_MS
const SILENT_UNTIL_MS = 13 * MINUTE_MS

/** First it stumbles, with exceptions and missed answers; then nothing for ten minutes; then it is itself again. */
export function failingAnswer(sinceStartMs: number): Answer {
  const part = sinceStartMs % FAILING_CYCLE_MS
  if (part >= SILENT_UNTIL_MS) return 'answers'
  if (part >= FLAKY_UNTIL_MS) return 'silent'
  const dice = chance(seedOf('failing pedestal'), Math.floor(sinceStartMs / (5 * SECOND_MS)))
  return dice < 0.25 ? 'refuses' : dice < 0.45 ? 'silent' : 'answers'
}

const DROP_EVERY_MS = 20 * MINUTE_MS
const FIRST_DROP_MS = 4 * MINUTE_MS
const DROP_MS = 100 * SECOND_MS

/** The shaky cabinet loses its uplink for a while, every twenty minutes. */
export function isCabinetDown(sinceStartMs: number): boolean {
  if (sinceStartMs < FIRST_DROP_MS) return false
  return (sinceStartMs - FIRST_DROP_MS) % DROP_EVERY_MS < DROP_MS
}

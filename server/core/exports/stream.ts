import type { ExportFormatter } from './export.types.ts'
import type { ExportPlan } from './plan.ts'

/**
 * The bytes of a file, a page at a time: the next page is read while the last one is being written, and nothing is read
 * that nobody takes. Leaving the loop early lets the thread go.
 */
export async function* chunksOf(
  formatter: ExportFormatter,
  plan: ExportPlan,
  progress: (rows: number) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  const file = await formatter.open(plan.sheet)
  try {
    let waiting: Promise<Uint8Array> | null = null
    for await (const block of plan.rows()) {
      const rows = block.length
      const next: Promise<Uint8Array> = file.add(block)
      // Awaited one page later; until then a failure is not unheard.
      next.catch(() => undefined)
      if (waiting) yield await waiting
      waiting = next
      progress(rows)
    }
    if (waiting) yield await waiting
    yield await file.finish()
  } finally {
    await file.close()
  }
}

/**
 * Waits for the first bytes, so that what goes wrong before them is told as an error and not as a torn answer. Leaving
 * the loop before its first turn lets the thread go as well.
 */
export async function begun<T>(chunks: AsyncGenerator<T>): Promise<AsyncIterable<T>> {
  let first: IteratorResult<T> | null = await chunks.next()
  const rest: AsyncIterator<T> = {
    next() {
      const given = first
      first = null
      return given ? Promise.resolve(given) : chunks.next()
    },
    return: () => chunks.return(undefined),
  }
  return { [Symbol.asyncIterator]: () => rest }
}

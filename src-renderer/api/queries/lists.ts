import type { QueryValue } from '../client.ts'
import { api } from '../hub.ts'
import type { Page } from '../types.ts'

const PAGE_SIZE = 200

/** Reads a list to its end, for the small ones (gateways, regions, roles) that are shown whole. */
export async function wholeList<Item>(
  path: string,
  query: Record<string, QueryValue>,
  signal: AbortSignal,
): Promise<Item[]> {
  const items: Item[] = []
  for (;;) {
    const page = await api.get<Page<Item>>(path, { ...query, skip: items.length, limit: PAGE_SIZE }, signal)
    items.push(...page.items)
    if (page.items.length === 0 || items.length >= page.total) return items
  }
}

/** For lists that are read page by page while scrolling. */
export function nextSkip<Item>(last: Page<Item>): number | undefined {
  const next = last.skip + last.items.length
  return last.items.length === 0 || next >= last.total ? undefined : next
}

export const LIST_PAGE = PAGE_SIZE

import { z } from 'zod'
import type { Page, PageRequest } from '../../../core/page.ts'

interface ListQuery<Key extends string> {
  readonly skip: number
  readonly limit: number
  readonly sort_by: Key
  readonly sort_order: 'asc' | 'desc'
}

export const pageOf = <Key extends string>(query: ListQuery<Key>): PageRequest<Key> => ({
  offset: query.skip,
  limit: query.limit,
  sortBy: query.sort_by,
  sortOrder: query.sort_order,
})

/** {items, total, skip, limit} (platform.md, Pagination). */
export const listToWire = <T>(page: Page<T>, query: { skip: number; limit: number }, toWire: (item: T) => unknown) => ({
  items: page.items.map(toWire),
  total: page.total,
  skip: query.skip,
  limit: query.limit,
})

/** What `listToWire` gives. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), total: z.number(), skip: z.number(), limit: z.number() })

/** Slices a list that is already in memory. */
export const sliceOf = <T>(items: readonly T[], query: { skip: number; limit: number }): Page<T> => ({
  items: items.slice(query.skip, query.skip + query.limit),
  total: items.length,
})

export const flagColumn = (value: boolean | undefined): 0 | 1 | undefined =>
  value === undefined ? undefined : value ? 1 : 0

/** Removes the keys whose value is undefined, so that a partial body changes only what it names. */
export function given<T extends object>(fields: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}

/** A partial body as zod gives it: a key may be absent, or there and undefined. */
export type Loose<T> = { readonly [Key in keyof T]?: T[Key] | undefined }

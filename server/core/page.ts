export type SortOrder = 'asc' | 'desc'

/** A slice of a list as the core knows it; contracts translate page/limit or skip/limit to this. */
export interface PageRequest<SortKey extends string = string> {
  readonly offset: number
  readonly limit: number
  readonly sortBy: SortKey
  readonly sortOrder: SortOrder
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly total: number
}

import { canonical, type Json } from './canonical.ts'

export interface Difference {
  /** Where, as keys joined by dots; members of lists of things are named by their key, e.g. `devices.b-12.poll_interval_s`. */
  readonly path: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly from: Json
  readonly to: Json
}

type Members = ReadonlyMap<string, Json>

/** Things of a list that carry a name of their own are compared by it, so that one more at the top is one line. */
const NAMES = ['external_id', 'slave_id', 'key', 'metric'] as const

function membersOf(value: Json): Members | null {
  if (value === null || typeof value !== 'object') return null
  if (!Array.isArray(value)) return new Map(Object.entries(value))
  const list: readonly Json[] = value
  const members = new Map<string, Json>()
  for (const item of list) {
    const name = nameOf(item)
    if (name === null || members.has(name)) return null
    members.set(name, item)
  }
  return members
}

function nameOf(item: Json): string | null {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) return null
  const fields = new Map<string, Json>(Object.entries(item))
  for (const key of NAMES) {
    const value = fields.get(key)
    if (typeof value === 'string' || typeof value === 'number') return String(value)
  }
  return null
}

/** What would have to change for `from` to become `to`, in the order of the keys. */
export function differences(from: Json, to: Json, path = ''): readonly Difference[] {
  if (canonical(from) === canonical(to)) return []
  const before = membersOf(from)
  const after = membersOf(to)
  if (before === null || after === null || Array.isArray(from) !== Array.isArray(to))
    return [{ path, kind: 'changed', from, to }]
  const keys = [...new Set([...before.keys(), ...after.keys()])].toSorted()
  return keys.flatMap((key): readonly Difference[] => {
    const at = path === '' ? key : `${path}.${key}`
    const left = before.get(key)
    const right = after.get(key)
    if (left === undefined) return [{ path: at, kind: 'added', from: null, to: right ?? null }]
    if (right === undefined) return [{ path: at, kind: 'removed', from: left, to: null }]
    return differences(left, right, at)
  })
}

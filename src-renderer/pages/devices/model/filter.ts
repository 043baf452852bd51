import { isSeverity } from '../../../map/device-state.ts'
import type { DeviceRow } from './device-row.ts'

/** What the address asks for; empty = everything. */
export interface DeviceFilter {
  readonly text: string
  readonly state: string
  readonly type: string
  readonly severity: string
}

export const STATE_FILTERS = ['abnormal', 'alarm', 'offline', 'stale', 'normal'] as const
export type StateFilter = (typeof STATE_FILTERS)[number]

export function isFiltering(filter: DeviceFilter): boolean {
  return filter.text !== '' || filter.state !== '' || filter.type !== '' || filter.severity !== ''
}

/** Case, accents and the two Turkish i's do not matter when searching: "iskele" finds "İSKELE" and "Işık" is "isik". */
export function folded(text: string): string {
  return text.toLocaleLowerCase('tr-TR').normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ı', 'i')
}

export function deviceFilter(filter: DeviceFilter): (row: DeviceRow) => boolean {
  const words = folded(filter.text).split(/\s+/).filter(Boolean)
  return (row) =>
    (filter.type === '' || row.type === filter.type) &&
    (filter.severity === '' || row.severity === filter.severity) &&
    isInState(row, filter.state) &&
    (words.length === 0 || hasWords(row.name, words))
}

function hasWords(name: string, words: readonly string[]): boolean {
  const text = folded(name)
  return words.every((word) => text.includes(word))
}

function isInState(row: DeviceRow, state: string): boolean {
  switch (state) {
    case 'abnormal':
      return row.state !== 'normal'
    case 'alarm':
      return isSeverity(row.state)
    case 'offline':
      return !row.isOnline
    case 'stale':
    case 'normal':
      return row.state === state
    default:
      return true
  }
}

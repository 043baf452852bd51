import { useMemo, useState } from 'react'
import type { Column } from './column.ts'

function remembered(storageKey: string): ReadonlySet<string> | null {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null')
    return Array.isArray(saved) ? new Set(saved.map(String)) : null
  } catch {
    return null
  }
}

/** Which columns the reader has chosen, kept on this computer. */
export function useChosenColumns<Row>(tableId: string, columns: readonly Column<Row>[]) {
  const storageKey = `quaywatch.columns.${tableId}`
  const [chosen, setChosen] = useState(() => remembered(storageKey))
  const shown = useMemo(
    () => columns.filter((column) => (chosen ? chosen.has(column.key) : !column.isExtra)),
    [columns, chosen],
  )
  const toggle = (key: string) => {
    const next = new Set(shown.map((column) => column.key))
    if (!next.delete(key)) next.add(key)
    if (next.size === 0) return
    localStorage.setItem(storageKey, JSON.stringify([...next]))
    setChosen(next)
  }
  return { shown, toggle }
}

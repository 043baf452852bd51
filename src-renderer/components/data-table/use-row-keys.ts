import { type KeyboardEvent, useState } from 'react'

interface RowKeys<Item> {
  rows: readonly Item[]
  rowKey: (row: Item) => string
  openKey: string | null
  onOpen: ((row: Item) => void) | undefined
  pageSize: () => number
  show: (index: number) => void
  copy: (row: Item) => void
}

/** Arrow keys move the active row; with a detail open it follows. */
export function useRowKeys<Item>({ rows, rowKey, openKey, onOpen, pageSize, show, copy }: RowKeys<Item>) {
  const [active, setActive] = useState<string | null>(null)
  const activeKey = active ?? openKey
  const indexOf = (key: string | null) => (key === null ? -1 : rows.findIndex((row) => rowKey(row) === key))

  const moveTo = (index: number) => {
    const clamped = Math.min(rows.length - 1, Math.max(0, index))
    const row = rows[clamped]
    if (row === undefined) return
    setActive(rowKey(row))
    show(clamped)
    if (openKey !== null) onOpen?.(row)
  }
  const steps: Record<string, (at: number) => number> = {
    ArrowDown: (at) => at + 1,
    ArrowUp: (at) => at - 1,
    PageDown: (at) => at + pageSize(),
    PageUp: (at) => at - pageSize(),
    Home: () => 0,
    End: () => rows.length - 1,
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return
    const at = indexOf(activeKey)
    const step = steps[event.key]
    const row = rows[at]
    if (step) moveTo(step(at))
    else if (row !== undefined && (event.key === 'Enter' || event.key === ' ')) onOpen?.(row)
    else if (row !== undefined && event.key === 'c' && (event.ctrlKey || event.metaKey) && hasNoSelection()) copy(row)
    else return
    event.preventDefault()
  }
  return { active: activeKey, setActive, onKeyDown }
}

function hasNoSelection(): boolean {
  return (window.getSelection()?.toString() ?? '') === ''
}

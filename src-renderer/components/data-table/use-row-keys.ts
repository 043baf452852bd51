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
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return
    const at = indexOf(activeKey)
    const target = targetIndex(event.key, at, pageSize(), rows.length)
    const row = rows[at]
    if (target !== null) moveTo(target)
    else if (row !== undefined && (event.key === 'Enter' || event.key === ' ')) onOpen?.(row)
    else if (row !== undefined && event.key === 'c' && (event.ctrlKey || event.metaKey) && hasNoSelection()) copy(row)
    else return
    event.preventDefault()
  }
  return { active: activeKey, setActive, onKeyDown }
}

/** Where a key leads, or null when it is not about moving. May lie outside the list. */
function targetIndex(key: string, at: number, pageSize: number, length: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return at + 1
    case 'ArrowUp':
      return at - 1
    case 'PageDown':
      return at + pageSize
    case 'PageUp':
      return at - pageSize
    case 'Home':
      return 0
    case 'End':
      return length - 1
    default:
      return null
  }
}

function hasNoSelection(): boolean {
  return (window.getSelection()?.toString() ?? '') === ''
}

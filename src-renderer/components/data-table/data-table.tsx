import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, type ReactNode, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../format/use-format.ts'
import { toast } from '../toast.tsx'
import { type Column, fittingColumns, gridTemplate, leastWidth, type Sort, sortRows, toTabbed } from './column.ts'
import classes from './data-table.module.css'
import { HeaderRow } from './header-row.tsx'
import { Row } from './row.tsx'
import { useChosenColumns } from './use-columns.ts'
import { useRowKeys } from './use-row-keys.ts'

/** Room for the table's own menu at the right end. */
const EDGE_PX = 48

export interface DataTableProps<Item> {
  /** Names the remembered columns and the exported file. */
  id: string
  label: string
  rows: readonly Item[]
  /** Must be stable between renders (useMemo): rows repaint when it changes. */
  columns: readonly Column<Item>[]
  rowKey: (row: Item) => string
  onOpen?: (row: Item) => void
  /** The row whose detail is open. */
  openKey?: string | null
  /** With `onSort` the hub sorts; without it the table does, from `sort` on. */
  sort?: Sort | undefined
  onSort?: (sort: Sort) => void
  rowHeight?: number
  /** Rows that call for attention are set in bold. */
  isStrong?: (row: Item) => boolean
  hasMore?: boolean
  isLoadingMore?: boolean
  onEnd?: () => void
  empty: ReactNode
}

export function DataTable<Item>(props: DataTableProps<Item>) {
  const { id, label, rowKey, onOpen, openKey = null, rowHeight = 34, hasMore = false, onEnd } = props
  const { t } = useTranslation()
  const format = useFormat()
  const { shown: chosen, toggle } = useChosenColumns(id, props.columns)
  const { ref: sizer, width } = useElementSize()
  const shown = useMemo(
    () => (openKey !== null && width > 0 ? fittingColumns(chosen, width - EDGE_PX) : chosen),
    [chosen, openKey, width],
  )
  const [ownSort, setOwnSort] = useState<Sort | undefined>(props.sort)
  const sort = props.onSort ? props.sort : ownSort
  const rows = useMemo(() => {
    if (props.onSort || !sort) return props.rows
    const column = props.columns.find((one) => one.key === sort.key)
    return sortRows(props.rows, column, sort.order, format.compare)
  }, [props.rows, props.columns, props.onSort, sort, format])

  const scroller = useRef<HTMLDivElement>(null)
  const domId = useId()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const lastIndex = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (hasMore && lastIndex >= rows.length - 20) onEnd?.()
  }, [hasMore, lastIndex, rows.length, onEnd])
  useSteadyScroll(scroller, rows, rowKey, rowHeight)

  const { active, setActive, onKeyDown } = useRowKeys({
    rows,
    rowKey,
    openKey,
    onOpen,
    pageSize: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2),
    show: (index) => virtual.scrollToIndex(index),
    copy: (row) => {
      navigator.clipboard.writeText(toTabbed(shown, row)).then(
        () => toast(t('action.copied')),
        () => undefined,
      )
    },
  })
  const template = gridTemplate(shown)
  const rowId = (index: number) => `${domId}-${index}`
  const activeIndex = active === null ? -1 : rows.findIndex((row) => rowKey(row) === active)
  const isActiveDrawn = items.some(({ index }) => index === activeIndex)

  const onClick = (event: MouseEvent<HTMLElement>) => {
    const target = event.target instanceof Element ? event.target : null
    const key = target?.closest('tr')?.dataset.key
    const row = key === undefined ? undefined : rows.find((one) => rowKey(one) === key)
    if (row === undefined || key === undefined || target?.closest('a, button, input')) return
    setActive(key)
    onOpen?.(row)
  }

  // A table whose rows are walked by arrow keys is what ARIA calls a grid: one stop of Tab, the active row told by id.
  const grid = {
    role: 'grid',
    tabIndex: 0,
    'aria-label': label,
    'aria-rowcount': hasMore ? -1 : rows.length + 1,
    'aria-activedescendant': isActiveDrawn ? rowId(activeIndex) : undefined,
    onKeyDown,
    onClick,
  }

  return (
    <div ref={useMergedRef(scroller, sizer)} className={classes.scroller}>
      <table {...grid} className={classes.table} style={{ minWidth: leastWidth(shown) + EDGE_PX }}>
        <HeaderRow
          tableId={id}
          columns={props.columns}
          shown={shown}
          rows={rows}
          template={template}
          sort={sort}
          onSort={props.onSort ?? setOwnSort}
          onToggle={toggle}
        />
        <tbody className={classes.body} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows[index]
            if (row === undefined) return null
            const key = rowKey(row)
            return (
              <Row
                key={key}
                domId={rowId(index)}
                rowKey={key}
                index={index}
                row={row}
                columns={shown}
                template={template}
                top={start}
                height={rowHeight}
                isActive={key === active}
                isOpen={key === openKey}
                isStrong={props.isStrong?.(row) ?? false}
              />
            )
          })}
        </tbody>
      </table>
      {rows.length === 0 ? props.empty : null}
      {props.isLoadingMore ? <div className={classes.more}>{t('table.loadingMore')}</div> : null}
    </div>
  )
}

/** When rows arrive above the one being read, the list moves under them so that what is read stays put. */
function useSteadyScroll<Item>(
  scroller: React.RefObject<HTMLDivElement | null>,
  rows: readonly Item[],
  rowKey: (row: Item) => string,
  rowHeight: number,
): void {
  const before = useRef<readonly Item[]>(rows)
  useLayoutEffect(() => {
    const element = scroller.current
    const previous = before.current
    before.current = rows
    if (!element || previous === rows || element.scrollTop < rowHeight) return
    const topIndex = Math.floor(element.scrollTop / rowHeight)
    const topRow = previous[topIndex]
    if (topRow === undefined) return
    const key = rowKey(topRow)
    const current = rows[topIndex]
    if (current !== undefined && rowKey(current) === key) return
    const moved = rows.findIndex((row) => rowKey(row) === key)
    if (moved >= 0) element.scrollTop += (moved - topIndex) * rowHeight
  }, [rows, rowKey, rowHeight, scroller])
}

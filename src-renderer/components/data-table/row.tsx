import type { Column } from './column.ts'
import classes from './data-table.module.css'

interface RowProps<Item> {
  domId: string
  /** Found again by the table's own click handler. */
  rowKey: string
  index: number
  row: Item
  columns: readonly Column<Item>[]
  template: string
  top: number
  height: number
  isActive: boolean
  isOpen: boolean
  isStrong: boolean
}

export function Row<Item>(props: RowProps<Item>) {
  const { row, columns, template, top, height, isActive, isOpen } = props
  return (
    <tr
      id={props.domId}
      aria-rowindex={props.index + 2}
      aria-selected={isOpen}
      className={classes.row}
      data-key={props.rowKey}
      data-active={isActive || undefined}
      data-open={isOpen || undefined}
      data-strong={props.isStrong || undefined}
      style={{ transform: `translateY(${top}px)`, height, gridTemplateColumns: template }}
    >
      {columns.map((column) => (
        <td key={column.key} className={classes.cell} data-align={column.align}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  )
}

import type { Column } from './column.ts'
import classes from './data-table.module.css'

interface RowProps<Item> {
  domId: string
  index: number
  row: Item
  columns: readonly Column<Item>[]
  template: string
  top: number
  height: number
  isActive: boolean
  isOpen: boolean
  isStrong: boolean
  onPress: () => void
}

export function Row<Item>(props: RowProps<Item>) {
  const { row, columns, template, top, height, isActive, isOpen } = props
  return (
    <div
      id={props.domId}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={isOpen}
      className={classes.row}
      data-active={isActive || undefined}
      data-open={isOpen || undefined}
      data-strong={props.isStrong || undefined}
      style={{ transform: `translateY(${top}px)`, height, gridTemplateColumns: template }}
      onClick={props.onPress}
    >
      {columns.map((column) => (
        <div key={column.key} role="gridcell" className={classes.cell} data-align={column.align}>
          {column.cell(row)}
        </div>
      ))}
    </div>
  )
}

import { ActionIcon, Checkbox, Menu } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconColumns3, IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../format/use-format.ts'
import { platform } from '../../platform.ts'
import { type Column, type Sort, toCsv } from './column.ts'
import classes from './data-table.module.css'

interface HeaderRowProps<Item> {
  tableId: string
  columns: readonly Column<Item>[]
  shown: readonly Column<Item>[]
  rows: readonly Item[]
  template: string
  sort: Sort | undefined
  onSort: (sort: Sort) => void
  onToggle: (key: string) => void
}

export function HeaderRow<Item>(props: HeaderRowProps<Item>) {
  const { shown, template, sort, onSort } = props
  return (
    <thead className={classes.head}>
      <tr aria-rowindex={1} className={classes.header} style={{ gridTemplateColumns: template }}>
        {shown.map((column) => (
          <HeaderCell key={column.key} column={column} sort={sort} onSort={onSort} />
        ))}
        <th className={classes.menu}>
          <TableMenu {...props} />
        </th>
      </tr>
    </thead>
  )
}

interface HeaderCellProps<Item> {
  column: Column<Item>
  sort: Sort | undefined
  onSort: (sort: Sort) => void
}

function HeaderCell<Item>({ column, sort, onSort }: HeaderCellProps<Item>) {
  const order = sort?.key === column.key ? sort.order : null
  if (!column.isSortable) {
    return (
      <th scope="col" className={classes.headerCell} data-align={column.align}>
        <span className="truncate">{column.header}</span>
      </th>
    )
  }
  const ariaSort = order === null ? 'none' : order === 'asc' ? 'ascending' : 'descending'
  return (
    <th scope="col" aria-sort={ariaSort} className={classes.headerCell} data-align={column.align}>
      <button
        type="button"
        className={classes.sort}
        data-sorted={order ?? undefined}
        onClick={() => onSort({ key: column.key, order: order === 'asc' ? 'desc' : 'asc' })}
      >
        <span className="truncate">{column.header}</span>
        {order === 'asc' ? <IconChevronUp size={13} /> : null}
        {order === 'desc' ? <IconChevronDown size={13} /> : null}
      </button>
    </th>
  )
}

function TableMenu<Item>({ tableId, columns, shown, rows, onToggle }: HeaderRowProps<Item>) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const save = () => {
    const bytes = new TextEncoder().encode(toCsv(shown, rows, locale))
    platform.saveFile(`quaywatch-${tableId}.csv`, bytes, 'text/csv;charset=utf-8').catch(() => undefined)
  }
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <ActionIcon size={26} aria-label={t('table.columns')}>
          <IconColumns3 size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('table.columns')}</Menu.Label>
        {columns.map((column) => {
          const isShown = shown.some((one) => one.key === column.key)
          return (
            <Menu.Item
              key={column.key}
              role="menuitemcheckbox"
              aria-checked={isShown}
              onClick={() => onToggle(column.key)}
              leftSection={<Checkbox.Indicator size="xs" checked={isShown} />}
            >
              {column.header}
            </Menu.Item>
          )
        })}
        <Menu.Divider />
        <Menu.Item closeMenuOnClick leftSection={<IconDownload size={16} />} onClick={save}>
          {t('table.export')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

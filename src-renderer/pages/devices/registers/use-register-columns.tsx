import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CellScalar, Column } from '../../../components/data-table/column.ts'
import { useFormat } from '../../../format/use-format.ts'
import { referenceOf } from '../model/register-file.ts'
import type { RegisterRow } from '../wire.ts'

const TABLE_PLACE = { coil: 0, discrete: 1, input: 2, holding: 3 } as const

type Extra = Partial<Pick<Column<RegisterRow>, 'align' | 'isExtra' | 'isSortable'>>

function column(
  key: string,
  header: string,
  width: Column<RegisterRow>['width'],
  read: (row: RegisterRow) => CellScalar,
  extra: Extra = {},
): Column<RegisterRow> {
  return {
    key,
    header,
    width,
    ...extra,
    cell: (row) => <span className={extra.align === 'end' ? 'tabular' : 'truncate'}>{read(row) ?? '—'}</span>,
    plain: read,
  }
}

export function useRegisterColumns(): readonly Column<RegisterRow>[] {
  const { t } = useTranslation()
  const format = useFormat()
  return useMemo(() => {
    const word = (key: 'pdu' | 'reference' | 'table' | 'metric' | 'type' | 'order') => t(`devices.registers.${key}`)
    const className = (row: RegisterRow): string =>
      t(`devices.registers.classes.${row.poll_class}` as 'devices.registers.classes.live', row.poll_class)
    const orderName = (order: string): string =>
      t(`devices.registers.orders.${order}` as 'devices.registers.orders.big', order)
    const orderText = (row: RegisterRow): string =>
      t('devices.registers.orderValue', { byte: orderName(row.byte_order), word: orderName(row.word_order) })
    const end = { align: 'end', isSortable: true } as const
    return [
      {
        ...column('pdu', word('pdu'), 128, (row) => row.address, end),
        // Tables do not share addresses: they are sorted apart.
        plain: (row) => TABLE_PLACE[row.table] * 100_000 + row.address,
      },
      column('reference', word('reference'), 100, (row) => referenceOf(row.table, row.address), end),
      column('table', word('table'), 104, (row) => t(`devices.registers.tables.${row.table}`), { isSortable: true }),
      {
        ...column('metric', word('metric'), { share: 2, min: 190 }, (row) => row.metric, { isSortable: true }),
        cell: (row) => (
          <span className="truncate" title={row.metric}>
            {format.metric(row.metric)} <span className="mono quiet">{row.metric}</span>
          </span>
        ),
      },
      column('type', word('type'), 76, (row) => row.type, { isSortable: true }),
      {
        ...column('order', word('order'), 76, orderOf),
        cell: (row) => (
          <span className="mono" title={orderText(row)}>
            {orderOf(row)}
          </span>
        ),
      },
      column('scale', t('devices.registers.scale'), 84, (row) => scaleText(row), { align: 'end' }),
      column('unit', t('devices.registers.unit'), 64, (row) => row.unit || null),
      column('class', t('devices.registers.pollClass'), 80, className, { isSortable: true }),
      column('length', t('devices.registers.length'), 72, (row) => row.length, { align: 'end', isExtra: true }),
      column('counter', t('devices.registers.counter'), 110, (row) => counterText(row), { isExtra: true }),
      column('invalid', t('devices.registers.invalid'), 140, (row) => row.invalid.join(', ') || null, {
        isExtra: true,
      }),
    ]
  }, [t, format])
}

/** The usual letters for the order on the wire: AB, BA for one register; ABCD, CDAB, BADC, DCBA for more. */
function orderOf(row: RegisterRow): string | null {
  if (row.type === 'bool') return null
  const isSwapped = row.byte_order === 'little'
  if (row.length < 2) return isSwapped ? 'BA' : 'AB'
  if (row.word_order === 'little') return isSwapped ? 'DCBA' : 'CDAB'
  return isSwapped ? 'BADC' : 'ABCD'
}

function scaleText(row: RegisterRow): string {
  const offset = row.offset === 0 ? '' : ` ${row.offset > 0 ? '+' : '−'} ${Math.abs(row.offset)}`
  const factor = row.scale_register === null ? '' : ` ·10^[${row.scale_register}]`
  return `×${row.scale}${factor}${offset}`
}

function counterText(row: RegisterRow): string | null {
  if (!row.counter) return null
  return row.counter.modulus === null ? '∞' : `mod ${row.counter.modulus}`
}

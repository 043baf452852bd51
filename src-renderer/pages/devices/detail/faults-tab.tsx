import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { faultsQuery } from '../queries.ts'
import type { DeviceFault } from '../wire.ts'

interface FaultRow extends DeviceFault {
  key: string
}

export function FaultsTab({ deviceId }: { deviceId: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const query = useQuery(faultsQuery(deviceId))
  const rows = useMemo<FaultRow[]>(
    () =>
      query.data?.items.map((fault, index, all) => ({ ...fault, key: `${fault.timestamp}/${all.length - index}` })) ??
      [],
    [query.data],
  )
  const columns = useMemo<Column<FaultRow>[]>(() => {
    const kindName = (kind: string): string => t(`devices.faults.kinds.${kind}` as 'devices.faults.kinds.crc', kind)
    return [
      {
        key: 'time',
        header: t('devices.faults.time'),
        width: 130,
        isSortable: true,
        cell: (row) => <span className="tabular">{format.time(row.timestamp)}</span>,
        plain: (row) => row.timestamp,
      },
      {
        key: 'kind',
        header: t('devices.faults.kind'),
        width: 140,
        isSortable: true,
        cell: (row) => kindName(row.kind),
        plain: (row) => kindName(row.kind),
      },
      {
        key: 'code',
        header: t('devices.faults.code'),
        width: 60,
        align: 'end',
        cell: (row) => <span className="tabular">{row.code ?? '—'}</span>,
        plain: (row) => row.code,
      },
      {
        key: 'message',
        header: t('devices.faults.message'),
        width: { share: 1, min: 160 },
        cell: (row) => (
          <span className="truncate" title={row.message}>
            {row.message}
          </span>
        ),
        plain: (row) => row.message,
      },
    ]
  }, [t, format])
  return (
    <Loaded query={query}>
      {() => (
        <DataTable
          id="device-faults"
          label={t('devices.faults.label')}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.key}
          empty={<EmptyState title={t('devices.faults.none')} hint={t('devices.faults.noneHint')} />}
        />
      )}
    </Loaded>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { live } from '../../../api/live.ts'
import { gatewaysQuery, subregionsQuery } from '../../../api/queries/sites.ts'
import type { Column } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { DeviceLock } from '../../../components/lock-mark.tsx'
import { LiveValue } from '../../../components/value.tsx'
import { type Format, useFormat } from '../../../format/use-format.ts'
import { isSeverity, rankOf } from '../../../map/device-state.ts'
import type { DeviceRow } from '../model/device-row.ts'
import { StateMark } from '../state-mark.tsx'

interface DeviceListProps {
  rows: readonly DeviceRow[]
  selectedId: string | null
  onSelect: (deviceId: string) => void
}

export function DeviceList({ rows, selectedId, onSelect }: DeviceListProps) {
  const { t } = useTranslation()
  const columns = useDeviceColumns()
  return (
    <DataTable
      id="devices"
      label={t('devices.title')}
      rows={rows}
      columns={columns}
      rowKey={(row) => row.id}
      openKey={selectedId}
      onOpen={(row) => onSelect(row.id)}
      sort={{ key: 'name', order: 'asc' }}
      empty={<EmptyState title={t('devices.noneFound')} />}
    />
  )
}

function useDeviceColumns(): readonly Column<DeviceRow>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const gateways = useQuery(gatewaysQuery).data
  const subregions = useQuery(subregionsQuery).data
  return useMemo(() => {
    const names = (items: readonly { id: string; name: string }[] | undefined) =>
      new Map(items?.map((item) => [item.id, item.name]))
    const gatewayNames = names(gateways)
    const subregionNames = names(subregions)
    const stateName = ({ state }: DeviceRow): string =>
      isSeverity(state) ? t(`severity.${state}`) : t(`devices.state.${state}`)
    return [
      {
        key: 'state',
        header: t('devices.column.state'),
        width: 132,
        isSortable: true,
        cell: (row) => (
          <>
            <StateMark state={row.state} isSilent /> {stateName(row)}
          </>
        ),
        plain: (row) => rankOf(row.state),
      },
      {
        ...textColumn('name', t('devices.column.name'), { share: 2, min: 150 }, (row) => row.name),
        cell: (row) => (
          <span className="truncate">
            {row.name} <DeviceLock deviceId={row.id} />
          </span>
        ),
      },
      textColumn('type', t('devices.column.type'), { share: 1, min: 110 }, (row) => t(`deviceType.${row.type}`)),
      liveColumn('power', t('devices.column.power'), 'active_power'),
      { ...liveColumn('voltage', t('devices.column.voltage'), 'voltage_l1'), isExtra: true },
      { ...liveColumn('current', t('devices.column.current'), 'current_l1'), isExtra: true },
      { ...liveColumn('energy', t('devices.column.energy'), 'energy_import') },
      textColumn(
        'gateway',
        t('devices.column.gateway'),
        { share: 1, min: 110 },
        (row) => gatewayNames.get(row.gatewayId) ?? null,
      ),
      textColumn(
        'subregion',
        t('devices.column.subregion'),
        { share: 1, min: 110 },
        (row) => subregionNames.get(row.subregionId ?? '') ?? null,
      ),
      lastSeenColumn(t('devices.column.lastSeen'), format),
    ]
  }, [t, format, gateways, subregions])
}

function textColumn(
  key: string,
  header: string,
  width: Column<DeviceRow>['width'],
  read: (row: DeviceRow) => string | null,
): Column<DeviceRow> {
  return {
    key,
    header,
    width,
    isSortable: true,
    cell: (row) => <span className="truncate">{read(row) ?? '—'}</span>,
    plain: read,
  }
}

function liveColumn(key: string, header: string, metric: string): Column<DeviceRow> {
  return {
    key,
    header,
    width: 138,
    align: 'end',
    isSortable: true,
    cell: (row) => <LiveValue deviceId={row.id} metric={metric} />,
    plain: (row) => live.value(row.id, metric)?.value ?? null,
  }
}

function lastSeenColumn(header: string, format: Format): Column<DeviceRow> {
  return {
    key: 'last_seen',
    header,
    width: 150,
    isSortable: true,
    isExtra: true,
    cell: (row) => <span className="tabular">{format.time(row.lastSeen)}</span>,
    plain: (row) => row.lastSeen,
  }
}

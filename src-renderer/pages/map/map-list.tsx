import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { DeviceLock } from '../../components/lock-mark.tsx'
import { rankOf } from '../../map/device-state.ts'
import { MainValue, mainSample } from '../devices/main-value.tsx'
import type { DeviceRow } from '../devices/model/device-row.ts'
import { StateMark } from '../devices/state-mark.tsx'
import classes from './map-page.module.css'

interface MapListProps {
  rows: readonly DeviceRow[]
  /** Devices that have a place on the map. */
  places: ReadonlyMap<string, unknown>
  selectedId: string | null
  onSelect: (deviceId: string) => void
}

/** What hangs on a placed device, as a breaker on its pedestal, stands where that one does. */
const isPlaced = (row: DeviceRow, places: ReadonlyMap<string, unknown>): boolean =>
  places.has(row.id) || (row.parentId !== null && places.has(row.parentId))

/** The map in words: the same devices, worst first, for keyboard and screen reader. */
export function MapList({ rows, places, selectedId, onSelect }: MapListProps) {
  const { t } = useTranslation()
  const columns = useMemo<Column<DeviceRow>[]>(
    () => [
      {
        key: 'state',
        header: t('map.column.state'),
        width: 62,
        cell: (row) => <StateMark state={row.state} />,
        plain: (row) => rankOf(row.state),
      },
      {
        key: 'name',
        header: t('map.column.name'),
        width: { share: 1, min: 120 },
        isSortable: true,
        cell: (row) => (
          <span className="truncate">
            {row.name} <DeviceLock deviceId={row.id} />
            {isPlaced(row, places) ? null : <span className="quiet"> · {t('map.noPositionMark')}</span>}
          </span>
        ),
        plain: (row) => row.name,
      },
      {
        key: 'value',
        header: t('map.column.value'),
        width: 112,
        align: 'end',
        cell: (row) => <MainValue deviceId={row.id} />,
        plain: (row) => mainSample(row.id),
      },
    ],
    [t, places],
  )
  const missing = rows.reduce((count, row) => count + (isPlaced(row, places) ? 0 : 1), 0)
  return (
    <section className={classes.list} aria-label={t('map.listLabel')}>
      <DataTable
        id="map"
        label={t('map.listLabel')}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.id}
        rowHeight={30}
        openKey={selectedId}
        onOpen={(row) => onSelect(row.id)}
        sort={{ key: 'state', order: 'desc' }}
        empty={<EmptyState title={t('devices.noneFound')} isCompact />}
      />
      {missing > 0 ? <p className={classes.foot}>{t('map.noPosition', { count: missing })}</p> : null}
    </section>
  )
}

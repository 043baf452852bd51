import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { LotoPoint } from '../../../api/loto-types.ts'
import { lotoPointsQuery } from '../../../api/queries/loto.ts'
import { useMay } from '../../../api/queries/session.ts'
import { AddButton } from '../../../components/add-button.tsx'
import type { Column } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { LockMark } from '../../../components/lock-mark.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { StateWord } from '../../../components/state-word.tsx'
import { SearchField, Toolbar } from '../../../components/toolbar.tsx'
import { useEditing } from '../../../components/use-editing.ts'
import { useUrlState } from '../../../components/use-url-state.ts'
import { fold, matches } from '../../../format/fold.ts'
import { EnergySymbol } from '../energy-symbol.tsx'
import { PointForm } from './point-form.tsx'

const pointKey = (point: LotoPoint) => point.id

/** Where energy can be cut and locked. */
export function PointsView({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation()
  const may = useMay()
  const query = useQuery(lotoPointsQuery)
  const editing = useEditing()
  const [search, setSearch] = useUrlState('q')
  const columns = usePointColumns()
  const canWrite = may('loto:write')
  const point = query.data?.find((one) => one.id === editing.id) ?? null
  const rows = useMemo(
    () =>
      (query.data ?? []).filter((one) => matches(fold([one.name, one.location, one.device_name].join(' ')), search)),
    [query.data, search],
  )
  const add = canWrite ? <AddButton onClick={() => editing.open('new')}>{t('loto.points.new')}</AddButton> : null
  return (
    <>
      <PageHeader title={t('loto.title')} actions={add}>
        {tabs}
      </PageHeader>
      <Toolbar>
        <SearchField value={search} onChange={setSearch} placeholder={t('loto.points.search')} />
      </Toolbar>
      <SplitView
        detail={
          point || (editing.isNew && canWrite) ? (
            <PointForm key={editing.id} point={point} isReadOnly={!canWrite} onClose={editing.close} />
          ) : null
        }
        detailLabel={t('loto.points.edit')}
        onClose={editing.close}
      >
        <Loaded query={query}>
          {(points) => (
            <DataTable
              id="loto-points"
              label={t('loto.tabs.points')}
              rows={rows}
              columns={columns}
              rowKey={pointKey}
              openKey={editing.id || null}
              onOpen={(one) => editing.open(one.id)}
              sort={{ key: 'name', order: 'asc' }}
              empty={
                points.length > 0 ? (
                  <EmptyState title={t('loto.points.nothing')} />
                ) : (
                  <EmptyState title={t('loto.points.empty')} hint={t('loto.points.emptyHint')} action={add} />
                )
              }
            />
          )}
        </Loaded>
      </SplitView>
    </>
  )
}

function usePointColumns(): readonly Column<LotoPoint>[] {
  const { t } = useTranslation()
  return useMemo<Column<LotoPoint>[]>(() => {
    const text = (
      key: string,
      header: string,
      min: number,
      read: (point: LotoPoint) => string | null,
    ): Column<LotoPoint> => ({
      key,
      header,
      width: { share: 1, min },
      isSortable: true,
      cell: (point) => <span className="truncate">{read(point) ?? '—'}</span>,
      plain: read,
    })
    return [
      {
        key: 'state',
        header: t('loto.points.state'),
        width: 112,
        isSortable: true,
        cell: (point) =>
          point.state === 'locked_out' ? (
            <b>
              <LockMark size={13} /> {t('loto.points.lockedOut')}
            </b>
          ) : (
            <StateWord shape="empty">{t('loto.points.free')}</StateWord>
          ),
        plain: (point) => t(point.state === 'locked_out' ? 'loto.points.lockedOut' : 'loto.points.free'),
      },
      {
        key: 'energy',
        header: t('loto.points.energy'),
        width: 136,
        isSortable: true,
        cell: (point) => (
          <>
            <EnergySymbol energy={point.energy_type} size={15} /> {t(`loto.energy.${point.energy_type}`)}
          </>
        ),
        plain: (point) => t(`loto.energy.${point.energy_type}`),
      },
      text('name', t('loto.points.name'), 150, (point) => point.name),
      text('method', t('loto.points.method'), 150, (point) => point.isolation_method),
      text('location', t('loto.points.location'), 110, (point) => point.location),
      text('device', t('loto.points.device'), 120, (point) => point.device_name),
      { ...text('subregion', t('loto.points.subregion'), 110, (point) => point.subregion_name), isExtra: true },
    ]
  }, [t])
}

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type MaintenanceWindow, maintenanceQuery } from '../../../api/queries/annunciation.ts'
import { useMay } from '../../../api/queries/session.ts'
import { AddButton } from '../../../components/add-button.tsx'
import type { Column } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { type StateShape, StateWord } from '../../../components/state-word.tsx'
import { useEditing } from '../../../components/use-editing.ts'
import { useFormat } from '../../../format/use-format.ts'
import { MaintenanceDetail } from './maintenance-detail.tsx'
import { MaintenanceForm } from './maintenance-form.tsx'
import { useMaintenanceTargets } from './use-maintenance-targets.ts'

const SHAPES: Record<MaintenanceWindow['state'], StateShape> = { active: 'full', planned: 'half', over: 'empty' }
const windowKey = (window: MaintenanceWindow) => window.id

export function MaintenanceView({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation()
  const may = useMay()
  const query = useQuery(maintenanceQuery)
  const editing = useEditing()
  const columns = useMaintenanceColumns()
  const canWrite = may('alarms:write')
  const open = query.data?.find((window) => window.id === editing.id) ?? null
  return (
    <>
      <PageHeader
        title={t('alarms.title')}
        actions={
          canWrite ? (
            <AddButton onClick={() => editing.open('new')}>{t('annunciation.maintenance.new')}</AddButton>
          ) : null
        }
      >
        {tabs}
      </PageHeader>
      <SplitView
        detail={
          open ? (
            <MaintenanceDetail window={open} canEnd={canWrite} />
          ) : editing.isNew && canWrite ? (
            <MaintenanceForm onClose={editing.close} />
          ) : null
        }
        detailLabel={t('annunciation.maintenance.label')}
        onClose={editing.close}
      >
        <Loaded query={query}>
          {(windows) => (
            <DataTable
              id="maintenance"
              label={t('alarms.tabs.maintenance')}
              rows={windows}
              columns={columns}
              rowKey={windowKey}
              openKey={editing.id || null}
              onOpen={(window) => editing.open(window.id)}
              empty={
                <EmptyState
                  title={t('annunciation.maintenance.empty')}
                  hint={t('annunciation.maintenance.emptyHint')}
                />
              }
            />
          )}
        </Loaded>
      </SplitView>
    </>
  )
}

function useMaintenanceColumns(): readonly Column<MaintenanceWindow>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const { nameOf } = useMaintenanceTargets()
  return useMemo<Column<MaintenanceWindow>[]>(
    () => [
      {
        key: 'state',
        header: t('alarms.column.state'),
        width: 110,
        isSortable: true,
        cell: ({ state }) => (
          <StateWord shape={SHAPES[state]}>{t(`annunciation.maintenance.state.${state}`)}</StateWord>
        ),
        plain: ({ state }) => t(`annunciation.maintenance.state.${state}`),
      },
      {
        key: 'target',
        header: t('annunciation.maintenance.target'),
        width: { share: 1, min: 130 },
        isSortable: true,
        cell: nameOf,
        plain: nameOf,
      },
      {
        key: 'reason',
        header: t('alarms.column.reason'),
        width: { share: 1.6, min: 150 },
        cell: ({ reason }) => reason,
        plain: ({ reason }) => reason,
      },
      {
        key: 'start',
        header: t('annunciation.maintenance.start'),
        width: 130,
        align: 'end',
        isSortable: true,
        cell: ({ start }) => format.time(start),
        plain: ({ start }) => start,
      },
      {
        key: 'end',
        header: t('annunciation.maintenance.end'),
        width: 130,
        align: 'end',
        isSortable: true,
        cell: ({ end, ended_at: endedAt }) => format.time(endedAt ?? end),
        plain: ({ end, ended_at: endedAt }) => endedAt ?? end,
      },
    ],
    [t, format, nameOf],
  )
}

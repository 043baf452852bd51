import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../../api/queries/session.ts'
import type { Column } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { useEditing } from '../../../components/use-editing.ts'
import { useFormat } from '../../../format/use-format.ts'
import { updatesQuery } from '../queries.ts'
import type { OtaUpdate } from '../wire.ts'
import { faultWords, isBad, OtaWord, otaWord } from './ota-word.tsx'
import { UpdateDetail } from './update-detail.tsx'

const updateKey = (update: OtaUpdate) => update.id

/** Every attempt, of rollouts and single ones, newest first. */
export function UpdatesView({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation()
  const may = useMay()
  const query = useQuery(updatesQuery)
  const editing = useEditing()
  const columns = useUpdateColumns()
  return (
    <>
      <PageHeader title={t('firmware.title')}>{tabs}</PageHeader>
      <SplitView
        detail={
          editing.id ? (
            <UpdateDetail key={editing.id} id={editing.id} canWrite={may('ota:write')} onMoved={editing.open} />
          ) : null
        }
        detailLabel={t('firmware.update.title')}
        onClose={editing.close}
      >
        <Loaded query={query}>
          {(updates) => (
            <DataTable
              id="updates"
              label={t('firmware.tabs.updates')}
              rows={updates}
              columns={columns}
              rowKey={updateKey}
              openKey={editing.id || null}
              onOpen={(one) => editing.open(one.id)}
              sort={{ key: 'created', order: 'desc' }}
              isStrong={isBad}
              empty={<EmptyState title={t('firmware.update.empty')} hint={t('firmware.update.emptyHint')} />}
            />
          )}
        </Loaded>
      </SplitView>
    </>
  )
}

function useUpdateColumns(): readonly Column<OtaUpdate>[] {
  const { t } = useTranslation()
  const format = useFormat()
  return useMemo<Column<OtaUpdate>[]>(
    () => [
      {
        key: 'unit',
        header: t('firmware.update.unit'),
        width: { share: 1, min: 140 },
        isSortable: true,
        cell: (update) => update.unit_name ?? t('firmware.gone'),
        plain: (update) => update.unit_name,
      },
      {
        key: 'version',
        header: t('firmware.fields.version'),
        width: 150,
        cell: (update) => (
          <span className="mono">
            {update.from_version ?? '—'} → {update.version}
          </span>
        ),
        plain: (update) => update.version,
      },
      {
        key: 'status',
        header: t('firmware.fields.status'),
        width: 190,
        isSortable: true,
        cell: (update) => <OtaWord update={update} />,
        plain: (update) => otaWord(t, update),
      },
      {
        key: 'created',
        header: t('firmware.update.started'),
        width: 140,
        align: 'end',
        isSortable: true,
        cell: (update) => format.time(update.created_at),
        plain: (update) => update.created_at,
      },
      {
        key: 'fault',
        header: t('firmware.update.fault'),
        width: { share: 1.6, min: 160 },
        cell: (update) => <span className="truncate">{faultWords(t, update)}</span>,
        plain: (update) => faultWords(t, update),
      },
      {
        key: 'attempt',
        header: t('firmware.update.attempt'),
        width: 80,
        align: 'end',
        isSortable: true,
        cell: (update) => update.attempt,
        plain: (update) => update.attempt,
      },
    ],
    [t, format],
  )
}

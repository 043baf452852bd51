import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { audiencesQuery, type Roster, rostersQuery } from '../../../api/queries/annunciation.ts'
import type { Column } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { useEditing } from '../../../components/use-editing.ts'
import { useFormat } from '../../../format/use-format.ts'
import { RosterForm } from './roster-form.tsx'

const rosterKey = (roster: Roster) => roster.id

export function RostersPart({ canWrite }: { canWrite: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const query = useQuery(rostersQuery)
  const audiences = useQuery(audiencesQuery)
  const editing = useEditing()
  const open = query.data?.find((roster) => roster.id === editing.id) ?? null
  const columns = useMemo<Column<Roster>[]>(() => {
    const names = new Map((audiences.data?.people ?? []).map(({ id, name, email }) => [id, name ?? email]))
    const people = (roster: Roster) =>
      [...new Set(roster.shifts.map((shift) => names.get(shift.user_id) ?? '—'))].join(', ')
    return [
      {
        key: 'name',
        header: t('annunciation.roster.name'),
        width: { share: 1, min: 140 },
        isSortable: true,
        cell: (roster) => roster.name,
        plain: (roster) => roster.name,
      },
      {
        key: 'people',
        header: t('annunciation.roster.people'),
        width: { share: 2, min: 160 },
        cell: people,
        plain: people,
      },
      {
        key: 'shifts',
        header: t('annunciation.roster.shifts'),
        width: 100,
        align: 'end',
        cell: (roster) => format.number(roster.shifts.length),
        plain: (roster) => roster.shifts.length,
      },
    ]
  }, [t, format, audiences.data])
  return (
    <SplitView
      detail={
        open || (editing.isNew && canWrite) ? (
          <RosterForm key={editing.id} roster={open} isReadOnly={!canWrite} onClose={editing.close} />
        ) : null
      }
      detailLabel={t('annunciation.roster.label')}
      onClose={editing.close}
      width={500}
    >
      <Loaded query={query}>
        {(rosters) => (
          <DataTable
            id="rosters"
            label={t('annunciation.part.rosters')}
            rows={rosters}
            columns={columns}
            rowKey={rosterKey}
            openKey={editing.id || null}
            onOpen={(roster) => editing.open(roster.id)}
            empty={<EmptyState title={t('annunciation.roster.empty')} hint={t('annunciation.roster.emptyHint')} />}
          />
        )}
      </Loaded>
    </SplitView>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { mannerQuery } from '../../../api/queries/annunciation.ts'
import { policiesQuery } from '../../../api/queries/policies.ts'
import type { Policy } from '../../../api/types.ts'
import type { Column } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { SEVERITY_RANK, SeverityWord } from '../../../components/severity-mark.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { useEditing } from '../../../components/use-editing.ts'
import { LadderForm } from './ladder-form.tsx'

const policyKey = (policy: Policy) => policy.id

/** How the severity of each policy's alarms changes with time, and how often they call again. */
export function LaddersPart({ canWrite }: { canWrite: boolean }) {
  const { t } = useTranslation()
  const query = useQuery(policiesQuery)
  const editing = useEditing()
  const open = query.data?.find((policy) => policy.id === editing.id) ?? null
  const columns = useMemo<Column<Policy>[]>(
    () => [
      {
        key: 'severity',
        header: t('alarms.column.severity'),
        width: 120,
        isSortable: true,
        cell: (policy) => <SeverityWord severity={policy.severity} />,
        plain: (policy) => SEVERITY_RANK[policy.severity],
      },
      {
        key: 'name',
        header: t('alarms.column.policy'),
        width: { share: 1, min: 160 },
        isSortable: true,
        cell: (policy) => policy.name,
        plain: (policy) => policy.name,
      },
    ],
    [t],
  )
  return (
    <SplitView
      detail={open ? <OpenLadder key={open.id} policy={open} canWrite={canWrite} onClose={editing.close} /> : null}
      detailLabel={t('annunciation.ladder.label')}
      onClose={editing.close}
    >
      <Loaded query={query}>
        {(policies) => (
          <DataTable
            id="ladders"
            label={t('annunciation.part.ladders')}
            rows={policies}
            columns={columns}
            rowKey={policyKey}
            openKey={editing.id || null}
            onOpen={(policy) => editing.open(policy.id)}
            empty={<EmptyState title={t('annunciation.ladder.empty')} />}
          />
        )}
      </Loaded>
    </SplitView>
  )
}

interface OpenLadderProps {
  policy: Policy
  canWrite: boolean
  onClose: () => void
}

function OpenLadder({ policy, canWrite, onClose }: OpenLadderProps) {
  const query = useQuery(mannerQuery(policy.id))
  return (
    <Loaded query={query}>
      {(manner) => <LadderForm policy={policy} manner={manner} isReadOnly={!canWrite} onClose={onClose} />}
    </Loaded>
  )
}

import { Button } from '@mantine/core'
import { IconCalendar, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { policiesQuery } from '../../../api/queries/policies.ts'
import { useMay } from '../../../api/queries/session.ts'
import type { Policy } from '../../../api/types.ts'
import type { Column } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SEVERITY_RANK, SeverityWord } from '../../../components/severity-mark.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { StateWord } from '../../../components/state-word.tsx'
import { useUrlState } from '../../../components/use-url-state.ts'
import { HolidaysForm } from './holidays-form.tsx'
import { PolicyEditor } from './policy-editor.tsx'
import { usePolicyWords, useTargets } from './use-policy-words.ts'

const NEW = 'new'
const HOLIDAYS = 'holidays'

export function PoliciesView({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation()
  const may = useMay()
  const [openId, setOpenId] = useUrlState('policy', '', 'push')
  const query = useQuery(policiesQuery)
  const close = useCallback(() => setOpenId(null), [setOpenId])
  const open = query.data?.find((policy) => policy.id === openId) ?? null
  const canWrite = may('alarms:write')
  return (
    <>
      <PageHeader
        title={t('alarms.title')}
        actions={
          <>
            <Button variant="subtle" leftSection={<IconCalendar size={16} />} onClick={() => setOpenId(HOLIDAYS)}>
              {t('policies.holidays.title')}
            </Button>
            {canWrite ? (
              <Button leftSection={<IconPlus size={16} />} onClick={() => setOpenId(NEW)}>
                {t('policies.new')}
              </Button>
            ) : null}
          </>
        }
      >
        {tabs}
      </PageHeader>
      <SplitView
        detail={
          openId === HOLIDAYS ? (
            <HolidaysForm isReadOnly={!canWrite} onClose={close} />
          ) : open || (openId === NEW && canWrite) ? (
            <PolicyEditor
              key={openId}
              policy={open}
              isReadOnly={!canWrite}
              onClose={close}
              onSaved={(saved) => setOpenId(saved.id)}
            />
          ) : null
        }
        detailLabel={t('policies.edit')}
        onClose={close}
        width={560}
      >
        <Loaded query={query}>
          {(policies) => <PolicyTable policies={policies} openId={openId} onOpen={(policy) => setOpenId(policy.id)} />}
        </Loaded>
      </SplitView>
    </>
  )
}

interface PolicyTableProps {
  policies: readonly Policy[]
  openId: string
  onOpen: (policy: Policy) => void
}

const policyKey = (policy: Policy) => policy.id

function PolicyTable({ policies, openId, onOpen }: PolicyTableProps) {
  const { t } = useTranslation()
  const words = usePolicyWords(useTargets())
  const columns = useMemo<Column<Policy>[]>(
    () => [
      {
        key: 'severity',
        header: t('policies.severity'),
        width: 104,
        isSortable: true,
        cell: (policy) => <SeverityWord severity={policy.severity} />,
        plain: (policy) => SEVERITY_RANK[policy.severity],
      },
      {
        key: 'name',
        header: t('policies.name'),
        width: { share: 1.2, min: 160 },
        isSortable: true,
        cell: (policy) => policy.name,
        plain: (policy) => policy.name,
      },
      {
        key: 'condition',
        header: t('policies.condition'),
        width: { share: 1.4, min: 180 },
        isSortable: true,
        cell: (policy) => <span className="tabular">{words.briefOf(policy)}</span>,
        plain: (policy) => words.briefOf(policy),
      },
      {
        key: 'target',
        header: t('policies.target'),
        width: { share: 1, min: 130 },
        isSortable: true,
        cell: (policy) => words.target(policy.target),
        plain: (policy) => words.target(policy.target),
      },
      {
        key: 'is_enabled',
        header: t('policies.enabled'),
        width: 120,
        isSortable: true,
        cell: (policy) => (
          <StateWord shape={policy.is_enabled ? 'full' : 'empty'}>
            {t(policy.is_enabled ? 'state.enabled' : 'state.disabled')}
          </StateWord>
        ),
        plain: (policy) => t(policy.is_enabled ? 'state.enabled' : 'state.disabled'),
      },
    ],
    [t, words],
  )
  return (
    <DataTable
      id="policies"
      label={t('alarms.tabs.policies')}
      rows={policies}
      columns={columns}
      rowKey={policyKey}
      openKey={openId || null}
      onOpen={onOpen}
      sort={{ key: 'severity', order: 'asc' }}
      empty={<EmptyState title={t('policies.empty')} hint={t('policies.emptyHint')} />}
    />
  )
}

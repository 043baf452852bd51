import { Button, TextInput } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { auditQuery, useVerifyAudit } from '../../../api/queries/system.ts'
import type { AuditEntry, AuditVerdict } from '../../../api/types.ts'
import type { Column } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { Fact, Facts } from '../../../components/facts.tsx'
import { LoadingSkeleton } from '../../../components/loading-skeleton.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { Toolbar } from '../../../components/toolbar.tsx'
import { useEditing } from '../../../components/use-editing.ts'
import { useUrlState } from '../../../components/use-url-state.ts'
import { useFormat } from '../../../format/use-format.ts'
import type { AdminSectionProps } from '../admin-page.tsx'
import classes from './audit.module.css'

const entryKey = (entry: AuditEntry) => String(entry.seq)

export function AuditSection({ tabs }: AdminSectionProps) {
  const { t } = useTranslation()
  const [entity, setEntity] = useUrlState('entity')
  const [action, setAction] = useUrlState('action')
  const list = useInfiniteQuery({ ...auditQuery({ entity, action }), placeholderData: keepPreviousData })
  const verify = useVerifyAudit()
  const editing = useEditing()
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const columns = useAuditColumns()
  const entry = rows.find((one) => entryKey(one) === editing.id)
  const { fetchNextPage } = list
  const readOn = useCallback(() => {
    fetchNextPage({ cancelRefetch: false }).catch(() => undefined)
  }, [fetchNextPage])
  return (
    <>
      <PageHeader title={t('admin.title')}>{tabs}</PageHeader>
      <Toolbar>
        <TextInput
          aria-label={t('admin.audit.filterEntity')}
          placeholder={t('admin.audit.filterEntity')}
          value={entity}
          onChange={(event) => setEntity(event.currentTarget.value.trim())}
        />
        <TextInput
          aria-label={t('admin.audit.filterAction')}
          placeholder={t('admin.audit.filterAction')}
          value={action}
          onChange={(event) => setAction(event.currentTarget.value.trim())}
        />
        <Button
          leftSection={<IconShieldCheck size={16} stroke={1.7} />}
          loading={verify.isPending}
          onClick={() => verify.mutate()}
        >
          {t('admin.audit.verify')}
        </Button>
        <div aria-live="polite">{verify.data ? <Verdict verdict={verify.data} /> : null}</div>
      </Toolbar>
      <SplitView
        detail={entry ? <AuditDetail entry={entry} /> : null}
        detailLabel={t('admin.audit.detail')}
        onClose={editing.close}
      >
        {list.isPending ? <LoadingSkeleton rows={12} /> : null}
        {list.isError && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
        {list.data ? (
          <DataTable
            id="audit"
            label={t('admin.sections.audit')}
            rows={rows}
            columns={columns}
            rowKey={entryKey}
            openKey={editing.id || null}
            onOpen={(one) => editing.open(entryKey(one))}
            hasMore={list.hasNextPage}
            isLoadingMore={list.isFetchingNextPage}
            onEnd={readOn}
            empty={<EmptyState title={t('admin.audit.empty')} />}
          />
        ) : null}
      </SplitView>
    </>
  )
}

function Verdict({ verdict }: { verdict: AuditVerdict }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (verdict.is_intact) return <span>✓ {t('admin.audit.intact', { checked: format.number(verdict.checked) })}</span>
  return <b role="alert">✕ {t('admin.audit.broken', { seq: verdict.broken_at_seq })}</b>
}

function AuditDetail({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <article className={classes.detail}>
      <h2 className={classes.title}>
        #{entry.seq} · {entry.entity} · {entry.action}
      </h2>
      <Facts>
        <Fact name={t('admin.audit.time')}>{format.time(entry.timestamp, 'full')}</Fact>
        <Fact name={t('admin.audit.actor')}>{entry.actor_email ?? t('admin.audit.system')}</Fact>
        <Fact name={t('admin.audit.entity')}>
          {entry.entity} <span className="mono quiet">{entry.entity_id}</span>
        </Fact>
        <Fact name={t('admin.audit.hash')}>
          <span className="mono">{entry.hash}</span>
        </Fact>
      </Facts>
      {entry.detail ? <pre className={classes.json}>{JSON.stringify(entry.detail, null, 2)}</pre> : null}
    </article>
  )
}

function useAuditColumns(): readonly Column<AuditEntry>[] {
  const { t } = useTranslation()
  const format = useFormat()
  return useMemo<Column<AuditEntry>[]>(
    () => [
      {
        key: 'seq',
        header: t('admin.audit.seq'),
        width: 72,
        align: 'end',
        cell: (entry) => entry.seq,
        plain: (entry) => entry.seq,
      },
      {
        key: 'timestamp',
        header: t('admin.audit.time'),
        width: 140,
        cell: (entry) => <span className="tabular">{format.time(entry.timestamp)}</span>,
        plain: (entry) => format.time(entry.timestamp, 'full'),
      },
      {
        key: 'actor',
        header: t('admin.audit.actor'),
        width: { share: 1, min: 150 },
        cell: (entry) => entry.actor_email ?? <span className="quiet">{t('admin.audit.system')}</span>,
        plain: (entry) => entry.actor_email,
      },
      {
        key: 'action',
        header: t('admin.audit.action'),
        width: 130,
        cell: (entry) => entry.action,
        plain: (entry) => entry.action,
      },
      {
        key: 'entity',
        header: t('admin.audit.entity'),
        width: 140,
        cell: (entry) => entry.entity,
        plain: (entry) => entry.entity,
      },
      {
        key: 'detail',
        header: t('admin.audit.detail'),
        width: { share: 2, min: 200 },
        cell: (entry) => <span className="mono quiet">{entry.detail ? JSON.stringify(entry.detail) : ''}</span>,
        plain: (entry) => JSON.stringify(entry.detail),
      },
      {
        key: 'hash',
        header: t('admin.audit.hash'),
        width: 120,
        isExtra: true,
        cell: (entry) => <span className="mono quiet">{entry.hash.slice(0, 12)}</span>,
        plain: (entry) => entry.hash,
      },
    ],
    [t, format],
  )
}

import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../../api/queries/session.ts'
import { inboxQuery, useDismissInbox } from '../../../api/queries/system.ts'
import type { InboxEntry } from '../../../api/types.ts'
import type { Column } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Fact, Facts } from '../../../components/facts.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { toast } from '../../../components/toast.tsx'
import { useEditing } from '../../../components/use-editing.ts'
import { useFormat } from '../../../format/use-format.ts'
import type { AdminSectionProps } from '../admin-page.tsx'
import classes from './inbox.module.css'

const entryKey = (entry: InboxEntry) => entry.id

/** What came over MQTT and could not be understood: never lost in a log. */
export function InboxSection({ tabs }: AdminSectionProps) {
  const { t } = useTranslation()
  const query = useQuery(inboxQuery)
  const editing = useEditing()
  const columns = useInboxColumns()
  const entry = query.data?.find((one) => one.id === editing.id)
  return (
    <>
      <PageHeader title={t('admin.title')}>{tabs}</PageHeader>
      <SplitView
        detail={entry ? <InboxDetail entry={entry} onClose={editing.close} /> : null}
        detailLabel={t('admin.inbox.sample')}
        onClose={editing.close}
      >
        <Loaded query={query}>
          {(entries) => (
            <DataTable
              id="inbox"
              label={t('admin.sections.inbox')}
              rows={entries}
              columns={columns}
              rowKey={entryKey}
              openKey={editing.id || null}
              onOpen={(one) => editing.open(one.id)}
              sort={{ key: 'last_at', order: 'desc' }}
              empty={<EmptyState title={t('admin.inbox.empty')} hint={t('admin.inbox.emptyHint')} />}
            />
          )}
        </Loaded>
      </SplitView>
    </>
  )
}

function InboxDetail({ entry, onClose }: { entry: InboxEntry; onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const may = useMay()
  const dismiss = useDismissInbox()
  return (
    <article className={classes.detail}>
      <h2 className={classes.topic}>{entry.topic}</h2>
      <Facts>
        <Fact name={t('admin.inbox.reason')}>{entry.reason}</Fact>
        <Fact name={t('admin.inbox.client')}>{entry.client_id ?? '—'}</Fact>
        <Fact name={t('admin.inbox.count')}>{format.number(entry.count)}</Fact>
        <Fact name={t('admin.inbox.first')}>{format.time(entry.first_at, 'full')}</Fact>
        <Fact name={t('admin.inbox.last')}>{format.time(entry.last_at, 'full')}</Fact>
      </Facts>
      <h3 className={classes.title}>{t('admin.inbox.sample')}</h3>
      <pre className={classes.sample}>{entry.sample ?? '—'}</pre>
      {may('gateways:write') ? (
        <Button
          loading={dismiss.isPending}
          onClick={() =>
            dismiss.mutate(entry.id, {
              onSuccess: () => {
                toast(t('admin.inbox.dismissed'))
                onClose()
              },
            })
          }
        >
          {t('admin.inbox.dismiss')}
        </Button>
      ) : null}
    </article>
  )
}

function useInboxColumns(): readonly Column<InboxEntry>[] {
  const { t } = useTranslation()
  const format = useFormat()
  return useMemo<Column<InboxEntry>[]>(
    () => [
      {
        key: 'topic',
        header: t('admin.inbox.topic'),
        width: { share: 1.5, min: 220 },
        isSortable: true,
        cell: (entry) => <span className="mono">{entry.topic}</span>,
        plain: (entry) => entry.topic,
      },
      {
        key: 'reason',
        header: t('admin.inbox.reason'),
        width: { share: 1.2, min: 180 },
        isSortable: true,
        cell: (entry) => entry.reason,
        plain: (entry) => entry.reason,
      },
      {
        key: 'client_id',
        header: t('admin.inbox.client'),
        width: 150,
        isSortable: true,
        cell: (entry) => entry.client_id ?? '—',
        plain: (entry) => entry.client_id,
      },
      {
        key: 'count',
        header: t('admin.inbox.count'),
        width: 80,
        align: 'end',
        isSortable: true,
        cell: (entry) => format.count(entry.count),
        plain: (entry) => entry.count,
      },
      {
        key: 'last_at',
        header: t('admin.inbox.last'),
        width: 130,
        align: 'end',
        isSortable: true,
        cell: (entry) => format.time(entry.last_at),
        plain: (entry) => entry.last_at,
      },
    ],
    [t, format],
  )
}

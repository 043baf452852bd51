import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { audiencesQuery, type Notice, noticesQuery } from '../../../api/queries/annunciation.ts'
import type { Column } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { type StateShape, StateWord } from '../../../components/state-word.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { incidentPath } from '../../../paths.ts'
import { useAudiences } from './use-audience-words.ts'

const SHAPES: Record<Notice['status'], StateShape> = {
  waiting: 'half',
  told: 'full',
  nobody: 'cross',
  queued: 'half',
  sent: 'full',
  failed: 'cross',
  cancelled: 'empty',
}
const noticeKey = (notice: Notice) => notice.id

/** What was told to whom, what waits its time, and what could not be delivered and why. */
export function NoticesPart() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const query = useQuery(noticesQuery)
  const columns = useNoticeColumns()
  return (
    <Loaded query={query}>
      {(notices) => (
        <DataTable
          id="notices"
          label={t('annunciation.part.notices')}
          // A step whose people have notices of their own says nothing that those do not.
          rows={notices.filter((notice) => notice.status !== 'told')}
          columns={columns}
          rowKey={noticeKey}
          onOpen={(notice) => void navigate(incidentPath(notice.incident_id))}
          empty={<EmptyState title={t('annunciation.notice.empty')} hint={t('annunciation.notice.emptyHint')} />}
        />
      )}
    </Loaded>
  )
}

function useNoticeColumns(): readonly Column<Notice>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const { nameOf } = useAudiences()
  const audiences = useQuery(audiencesQuery)
  return useMemo<Column<Notice>[]>(() => {
    const people = new Map((audiences.data?.people ?? []).map(({ id, name, email }) => [id, name ?? email]))
    const who = ({ to, recipient }: Notice) =>
      recipient === null ? (to ? nameOf(to) : '—') : (people.get(recipient) ?? recipient)
    return [
      {
        key: 'due_at',
        header: t('annunciation.notice.due'),
        width: 130,
        isSortable: true,
        cell: (notice) => format.time(notice.due_at),
        plain: (notice) => notice.due_at,
      },
      {
        key: 'status',
        header: t('alarms.column.state'),
        width: 130,
        isSortable: true,
        cell: ({ status }) => <StateWord shape={SHAPES[status]}>{t(`annunciation.notice.status.${status}`)}</StateWord>,
        plain: ({ status }) => t(`annunciation.notice.status.${status}`),
      },
      {
        key: 'channel',
        header: t('annunciation.chain.channel'),
        width: 110,
        isSortable: true,
        cell: ({ channel }) => t(`annunciation.channel.${channel}`),
        plain: ({ channel }) => t(`annunciation.channel.${channel}`),
      },
      { key: 'to', header: t('annunciation.chain.to'), width: { share: 1, min: 160 }, cell: who, plain: who },
      {
        key: 'attempts',
        header: t('annunciation.notice.attempts'),
        width: 90,
        align: 'end',
        cell: ({ attempts }) => format.number(attempts),
        plain: ({ attempts }) => attempts,
      },
      {
        key: 'last_error',
        header: t('annunciation.notice.error'),
        width: { share: 1.5, min: 140 },
        cell: ({ last_error: error }) => <span title={error ?? ''}>{error ?? ''}</span>,
        plain: ({ last_error: error }) => error,
      },
      {
        key: 'settled_at',
        header: t('annunciation.notice.settled'),
        width: 130,
        align: 'end',
        cell: ({ settled_at: at }) => format.time(at),
        plain: ({ settled_at: at }) => at,
      },
    ]
  }, [t, format, nameOf, audiences.data])
}

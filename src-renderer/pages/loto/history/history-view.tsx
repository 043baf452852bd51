import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { LotoSession } from '../../../api/loto-types.ts'
import { lotoSessionsQuery } from '../../../api/queries/loto.ts'
import { ChoiceBar } from '../../../components/choice-bar.tsx'
import type { Column, Sort } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { LoadingSkeleton } from '../../../components/loading-skeleton.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { SearchField, Toolbar } from '../../../components/toolbar.tsx'
import { useUrlState } from '../../../components/use-url-state.ts'
import { fold, matches } from '../../../format/fold.ts'
import { useFormat } from '../../../format/use-format.ts'
import { LotoStatusWord } from '../loto-status.tsx'
import { SafetyNote } from '../safety-note.tsx'
import { SessionDetail } from '../session/session-detail.tsx'
import { useLotoNumber } from '../use-number.ts'

const FILTERS = {
  all: '',
  holding: 'requested,approved,isolating,applied,working,clearing',
  over: 'released,closed,rejected,cancelled',
} as const
type Filter = keyof typeof FILTERS
const FILTER_KEYS = ['all', 'holding', 'over'] as const
const sessionKey = (session: LotoSession) => session.id

/** Every lock-out there has been. */
export function HistoryView({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation()
  const number = useLotoNumber()
  const [filterWord, setFilter] = useUrlState('filter', 'all')
  const [search, setSearch] = useUrlState('q')
  const [openId, setOpenId] = useUrlState('session', '', 'push')
  const [sortWord, setSortWord] = useUrlState('sort', 'number:desc')
  const filter: Filter = FILTER_KEYS.find((key) => key === filterWord) ?? 'all'
  const [key = 'number', order] = sortWord.split(':')
  const sort: Sort = { key, order: order === 'asc' ? 'asc' : 'desc' }
  const list = useInfiniteQuery({
    ...lotoSessionsQuery({ status: FILTERS[filter], sort_by: sort.key, sort_order: sort.order }),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => {
    const all = list.data?.pages.flatMap(({ items }) => items) ?? []
    return all.filter((session) => matches(fold(wordsOf(session, number(session.number))), search))
  }, [list.data, search, number])
  const columns = useSessionColumns()
  const close = useCallback(() => setOpenId(null), [setOpenId])
  const { fetchNextPage } = list
  const readOn = useCallback(() => {
    fetchNextPage({ cancelRefetch: false }).catch(() => undefined)
  }, [fetchNextPage])
  return (
    <>
      <PageHeader
        title={t('loto.title')}
        actions={<span className="quiet tabular">{t('table.rows', { count: rows.length })}</span>}
      >
        {tabs}
      </PageHeader>
      <Toolbar>
        <ChoiceBar
          label={t('loto.history.status')}
          choices={FILTER_KEYS.map((one) => ({ key: one, word: t(`loto.history.filter.${one}`) }))}
          chosen={filter}
          onChoose={setFilter}
        />
        <SearchField value={search} onChange={setSearch} placeholder={t('loto.history.search')} />
      </Toolbar>
      <SplitView
        detail={openId ? <SessionDetail key={openId} id={openId} /> : null}
        detailLabel={t('loto.session.label')}
        onClose={close}
        width={520}
      >
        {list.isError && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
        {list.isPending ? <LoadingSkeleton rows={12} /> : null}
        {list.data ? (
          <DataTable
            id="loto-history"
            label={t('loto.tabs.history')}
            rows={rows}
            columns={columns}
            rowKey={sessionKey}
            openKey={openId || null}
            onOpen={(session) => setOpenId(session.id)}
            sort={sort}
            onSort={(next) => setSortWord(`${next.key}:${next.order}`)}
            hasMore={list.hasNextPage}
            isLoadingMore={list.isFetchingNextPage}
            onEnd={readOn}
            empty={<EmptyState title={t(search || filter !== 'all' ? 'loto.history.nothing' : 'loto.history.none')} />}
          />
        ) : null}
      </SplitView>
      <SafetyNote />
    </>
  )
}

function wordsOf(session: LotoSession, number: string): string {
  const people = [session.requested_by, session.primary, ...session.workers, ...session.locks.map(({ owner }) => owner)]
  const points = session.points.map(({ name }) => name)
  return [number, session.title, session.reason, ...points, ...people.map(({ name }) => name)].join(' ')
}

function useSessionColumns(): readonly Column<LotoSession>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const number = useLotoNumber()
  return useMemo<Column<LotoSession>[]>(() => {
    const time = (
      key: string,
      header: string,
      isSortable: boolean,
      read: (session: LotoSession) => string | null,
    ): Column<LotoSession> => ({
      key,
      header,
      width: 126,
      align: 'end',
      isSortable,
      cell: (session) => format.time(read(session)),
      plain: (session) => format.time(read(session), 'full'),
    })
    const points = (session: LotoSession) => session.points.map(({ name }) => name).join(', ')
    return [
      {
        key: 'number',
        header: t('loto.history.number'),
        width: 96,
        isSortable: true,
        cell: (session) => number(session.number),
        plain: (session) => number(session.number),
      },
      {
        key: 'status',
        header: t('loto.history.status'),
        width: 142,
        isSortable: true,
        cell: (session) => <LotoStatusWord status={session.status} />,
        plain: (session) => t(`loto.status.${session.status}`),
      },
      {
        key: 'title',
        header: t('loto.history.title'),
        width: { share: 1.4, min: 160 },
        isSortable: true,
        cell: (session) => <span className="truncate">{session.title}</span>,
        plain: (session) => session.title,
      },
      {
        key: 'points',
        header: t('loto.history.points'),
        width: { share: 1, min: 130 },
        cell: (session) => <span className="truncate">{points(session)}</span>,
        plain: points,
      },
      {
        key: 'requested_by',
        header: t('loto.history.requestedBy'),
        width: { share: 0.8, min: 120 },
        cell: (session) => <span className="truncate">{session.requested_by.name}</span>,
        plain: (session) => session.requested_by.name,
      },
      time('created_at', t('loto.history.created'), true, (session) => session.created_at),
      time('applied_at', t('loto.history.applied'), false, (session) => session.applied_at),
      time('released_at', t('loto.history.released'), false, (session) => session.released_at),
    ]
  }, [t, format, number])
}

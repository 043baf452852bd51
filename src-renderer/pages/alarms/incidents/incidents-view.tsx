import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { incidentCountQuery, incidentsQuery, unacknowledgedQuery } from '../../../api/queries/incidents.ts'
import { type IncidentCount, SEVERITIES, type Severity } from '../../../api/types.ts'
import { ChoiceBar } from '../../../components/choice-bar.tsx'
import type { Sort } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { LoadingSkeleton } from '../../../components/loading-skeleton.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { SearchField, Toolbar } from '../../../components/toolbar.tsx'
import { useUrlState } from '../../../components/use-url-state.ts'
import { fold, matches } from '../../../format/fold.ts'
import { isCalling } from '../../../format/incident.ts'
import { useFormat } from '../../../format/use-format.ts'
import { currentLanguage } from '../../../i18n/i18n.ts'
import { FloodBanner } from '../flood/flood-banner.tsx'
import { IncidentDetail } from './incident-detail.tsx'
import { useIncidentColumns } from './use-incident-columns.tsx'
import { VIEW_FILTERS, VIEWS, type View, viewFrom } from './views.ts'

export function IncidentsView({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [viewWord, setView] = useUrlState('view', 'open')
  const [severity, setSeverity] = useUrlState('severity', '')
  const [search, setSearch] = useUrlState('q')
  const [openId, setOpenId] = useUrlState('incident', '', 'push')
  const [sortWord, setSortWord] = useUrlState('sort', 'triggered_at:desc')
  const view = viewFrom(viewWord)
  const language = currentLanguage()
  const sort = sortFrom(sortWord)

  const count = useQuery(incidentCountQuery)
  const calling = useQuery(unacknowledgedQuery)
  const list = useInfiniteQuery({
    ...incidentsQuery({ ...VIEW_FILTERS[view], severity, sort_by: sort.key, sort_order: sort.order }),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => {
    const all = list.data?.pages.flatMap((page) => page.items) ?? []
    if (!search) return all
    return all.filter((incident) =>
      matches(
        fold(`${incident.device_name ?? ''} ${incident.messages[language]} ${incident.policy_name ?? ''}`),
        search,
      ),
    )
  }, [list.data, search, language])
  const columns = useIncidentColumns(view)
  const close = useCallback(() => setOpenId(null), [setOpenId])
  const { fetchNextPage } = list
  const readOn = useCallback(() => {
    fetchNextPage({ cancelRefetch: false }).catch(() => undefined)
  }, [fetchNextPage])
  const total = list.data?.pages[0]?.total ?? 0
  const shownWord =
    rows.length < total
      ? t('table.of', { shown: format.number(rows.length), total: format.number(total) })
      : t('table.rows', { count: rows.length })
  const isFiltered = view !== 'open' || severity !== '' || search !== ''

  return (
    <>
      <PageHeader title={t('alarms.title')} actions={<span className="quiet tabular">{shownWord}</span>}>
        {tabs}
      </PageHeader>
      <Toolbar>
        <ChoiceBar
          label={t('alarms.column.state')}
          choices={VIEWS.map((key) => ({
            key,
            word: t(`alarms.view.${key}`),
            count: countOf(count.data, calling.data?.total, key),
          }))}
          chosen={view}
          onChoose={setView}
        />
        <ChoiceBar
          label={t('alarms.filter.severity')}
          choices={SEVERITIES.map((key) => ({ key, word: <SeverityMark severity={key} size={15} /> }))}
          chosen={severity as Severity}
          onChoose={(key) => setSeverity(key === severity ? null : key)}
        />
        <SearchField value={search} onChange={setSearch} placeholder={t('alarms.filter.search')} />
      </Toolbar>
      <FloodBanner />
      <SplitView
        detail={openId ? <IncidentDetail key={openId} id={openId} /> : null}
        detailLabel={t('alarms.detail.label')}
        onClose={close}
        width={480}
      >
        {list.isError && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
        {list.isPending ? <LoadingSkeleton rows={12} /> : null}
        {list.data ? (
          <DataTable
            id="alarms"
            label={t('alarms.title')}
            rows={rows}
            columns={columns}
            rowKey={incidentKey}
            openKey={openId || null}
            onOpen={(incident) => setOpenId(incident.id)}
            sort={sort}
            onSort={(next) => setSortWord(`${next.key}:${next.order}`)}
            isStrong={isCalling}
            hasMore={list.hasNextPage}
            isLoadingMore={list.isFetchingNextPage}
            onEnd={readOn}
            empty={
              <EmptyState
                title={t(isFiltered ? 'alarms.empty.filtered' : 'alarms.empty.open')}
                hint={isFiltered ? null : t('alarms.empty.openHint')}
              />
            }
          />
        ) : null}
      </SplitView>
    </>
  )
}

const incidentKey = (incident: { id: string }) => incident.id

function sortFrom(word: string): Sort {
  const [key = 'triggered_at', order] = word.split(':')
  return { key, order: order === 'asc' ? 'asc' : 'desc' }
}

function countOf(count: IncidentCount | undefined, calling: number | undefined, view: View): number | null {
  if (view === 'unacknowledged') return calling ?? null
  if (!count) return null
  const { active, acknowledged, cleared, snoozed } = count.by_status
  const counts: Partial<Record<View, number>> = {
    open: active + acknowledged + cleared + snoozed,
    acknowledged,
    cleared,
    snoozed,
    suppressed: count.suppressed,
  }
  return counts[view] ?? null
}

import { useTranslation } from 'react-i18next'
import { NavLink, useMatch } from 'react-router'
import { SectionTabs } from '../../components/section-tabs.tsx'
import { BoardView } from './board/board-view.tsx'
import { HistoryView } from './history/history-view.tsx'
import { PointsView } from './points/points-view.tsx'
import { SessionPage } from './session/session-page.tsx'
import { TagPage } from './tag/tag-page.tsx'

export default function LotoPage() {
  const { t } = useTranslation()
  const sessionId = useMatch('/loto/sessions/:id')?.params.id
  const tagOf = useMatch('/loto/sessions/:id/tag')?.params.id
  const isHistory = useMatch('/loto/history') !== null
  const isPoints = useMatch('/loto/points') !== null
  if (tagOf) return <TagPage key={tagOf} id={tagOf} />
  if (sessionId) return <SessionPage key={sessionId} id={sessionId} />
  const tabs = (
    <SectionTabs label={t('loto.title')}>
      <NavLink to="/loto" end>
        {t('loto.tabs.board')}
      </NavLink>
      <NavLink to="/loto/history">{t('loto.tabs.history')}</NavLink>
      <NavLink to="/loto/points">{t('loto.tabs.points')}</NavLink>
    </SectionTabs>
  )
  if (isHistory) return <HistoryView tabs={tabs} />
  return isPoints ? <PointsView tabs={tabs} /> : <BoardView tabs={tabs} />
}

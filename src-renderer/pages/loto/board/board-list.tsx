import { Button } from '@mantine/core'
import { IconLockOpen } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { BoardSession, LotoBoard } from '../../../api/loto-types.ts'
import { lotoPointsQuery } from '../../../api/queries/loto.ts'
import { useMay } from '../../../api/queries/session.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import classes from './board.module.css'
import { boardGroups } from './board-model.ts'
import { SessionRow } from './session-row.tsx'
import { WaitingForMe } from './waiting-for-me.tsx'

interface BoardListProps {
  board: LotoBoard
  openId: string
  /** Beside the map or the one-line: what matters most, one under the other. */
  isNarrow: boolean
  onOpen: (sessionId: string) => void
  onRequest: () => void
}

export function BoardList({ board, openId, isNarrow, onOpen, onRequest }: BoardListProps) {
  const { t } = useTranslation()
  const { now, coming, toClose } = boardGroups(board)
  const rows = (sessions: readonly BoardSession[]) =>
    sessions.map((session) => (
      <SessionRow key={session.id} session={session} isOpen={session.id === openId} onOpen={onOpen} />
    ))
  return (
    <section className={classes.list} data-narrow={isNarrow || undefined} aria-label={t('loto.board.sessions')}>
      <WaitingForMe board={board} onOpen={onOpen} />
      {now.length > 0 ? <Group title={t('loto.board.now')}>{rows(now)}</Group> : null}
      {coming.length > 0 ? <Group title={t('loto.board.coming')}>{rows(coming)}</Group> : null}
      {toClose.length > 0 ? <Group title={t('loto.board.toClose')}>{rows(toClose)}</Group> : null}
      {board.sessions.length === 0 ? <NothingYet isCompact={isNarrow} onRequest={onRequest} /> : null}
    </section>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={classes.groupTitle}>
        {title}
      </h2>
      <ul>{children}</ul>
    </section>
  )
}

/** Nothing is locked: the one next act, which is a point to lock at while there is none. */
function NothingYet({ isCompact, onRequest }: { isCompact: boolean; onRequest: () => void }) {
  const { t } = useTranslation()
  const may = useMay()
  const points = useQuery(lotoPointsQuery).data
  const needsPoint = points?.length === 0 && may('loto:write')
  const action = needsPoint ? (
    <Button variant="filled" component={Link} to="/loto/points?edit=new">
      {t('loto.board.first')}
    </Button>
  ) : may('loto:work') ? (
    <Button variant="filled" onClick={onRequest}>
      {t('loto.board.request')}
    </Button>
  ) : null
  return (
    <EmptyState
      isCompact={isCompact}
      icon={<IconLockOpen size={30} stroke={1.4} />}
      title={t('loto.board.none')}
      hint={needsPoint ? t('loto.points.emptyHint') : t(action ? 'loto.board.noneHint' : 'loto.board.noneHintRead')}
      action={action}
    />
  )
}

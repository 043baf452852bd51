import { IconUser } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { lotoBoardQuery } from '../../api/queries/loto.ts'
import { useMay } from '../../api/queries/session.ts'
import { LockMark } from '../../components/lock-mark.tsx'
import { boardGroups, peopleAtWork } from '../loto/board/board-model.ts'
import classes from './verdict.module.css'

/** Locks and people, on the way to the board; nothing while nothing is locked. */
export function LotoLine() {
  const { t } = useTranslation()
  const may = useMay()
  const board = useQuery({ ...lotoBoardQuery, enabled: may('loto:read') }).data
  if (!board) return null
  const locked = boardGroups(board).now.length
  if (locked === 0) return null
  return (
    <Link to="/loto" className={classes.loto}>
      <LockMark size={15} />
      {t('loto.overview.active', { count: locked })}
      <IconUser size={16} stroke={1.8} aria-hidden="true" />
      {t('loto.overview.people', { count: peopleAtWork(board) })}
    </Link>
  )
}

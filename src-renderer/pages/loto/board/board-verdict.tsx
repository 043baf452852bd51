import { IconLockOpen, IconUser } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { LotoBoard } from '../../../api/loto-types.ts'
import { LockMark } from '../../../components/lock-mark.tsx'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import classes from './board.module.css'
import { boardGroups, peopleAtWork } from './board-model.ts'

/** One line that answers from three metres away: how many locks, how many people, is anything wrong. */
export function BoardVerdict({ board }: { board: LotoBoard }) {
  const { t } = useTranslation()
  const { now } = boardGroups(board)
  const people = peopleAtWork(board)
  const isEnergised = now.some(({ energised }) => energised.length > 0)
  return (
    <p className={classes.verdict} aria-live="polite">
      {isEnergised ? (
        <span className={classes.danger}>
          <SeverityMark severity="critical" size={20} isCalling isSilent /> {t('loto.board.energised')}
        </span>
      ) : null}
      <span>
        {now.length > 0 ? <LockMark size={17} /> : <IconLockOpen size={18} stroke={1.8} aria-hidden="true" />}
        {now.length > 0 ? t('loto.board.active', { count: now.length }) : t('loto.board.none')}
      </span>
      {now.length > 0 ? (
        <span>
          <IconUser size={18} stroke={1.8} aria-hidden="true" />
          {people > 0 ? t('loto.board.people', { count: people }) : t('loto.board.nobody')}
        </span>
      ) : null}
    </p>
  )
}

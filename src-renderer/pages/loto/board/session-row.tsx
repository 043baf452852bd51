import { IconClock, IconUser } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { BoardSession } from '../../../api/loto-types.ts'
import { Age } from '../../../components/age.tsx'
import { LockMark } from '../../../components/lock-mark.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { useNow } from '../../../format/use-now.ts'
import { EnergySymbol } from '../energy-symbol.tsx'
import { LotoStatusWord } from '../loto-status.tsx'
import { nearTime } from '../near-time.ts'
import { Energised } from '../session/energised-alert.tsx'
import { isHolding } from '../steps.ts'
import { useLotoNumber } from '../use-number.ts'
import classes from './board.module.css'

interface SessionRowProps {
  session: BoardSession
  isOpen: boolean
  onOpen: (sessionId: string) => void
}

/** What, where, who, until when: read across, compared down. */
export function SessionRow({ session, isOpen, onOpen }: SessionRowProps) {
  const number = useLotoNumber()(session.number)
  return (
    <li className={classes.row} data-open={isOpen || undefined}>
      <div className={classes.what}>
        <p className={classes.number}>
          {isHolding(session.status) ? <LockMark /> : null}
          <span>{number}</span>
          <LotoStatusWord status={session.status} />
        </p>
        <button type="button" className={classes.title} aria-expanded={isOpen} onClick={() => onOpen(session.id)}>
          {session.title}
        </button>
      </div>
      <ul className={classes.where}>
        {session.points.map((point) => (
          <li key={point.id}>
            <EnergySymbol energy={point.energy_type} />
            <span>
              {point.name}
              {point.location ? <span className="quiet"> · {point.location}</span> : null}
            </span>
          </li>
        ))}
      </ul>
      <AtWork session={session} />
      <PlannedEnd session={session} />
      {session.energised.length > 0 ? (
        <div className={classes.alert}>
          <Energised session={session} />
        </div>
      ) : null}
    </li>
  )
}

function AtWork({ session }: { session: BoardSession }) {
  const { t } = useTranslation()
  if (session.personal.length === 0) {
    return (
      <p className={classes.nobody}>
        {isHolding(session.status)
          ? t('loto.board.noPersonal')
          : `${t('loto.session.primary')}: ${session.primary.name}`}
      </p>
    )
  }
  return (
    <ul className={classes.people}>
      {session.personal.map(({ user, since }) => (
        <li key={user.id}>
          <IconUser size={16} stroke={1.8} aria-hidden="true" />
          <b>{user.name}</b>
          <span className={classes.since}>
            <Age since={since} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function PlannedEnd({ session }: { session: BoardSession }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(30_000)
  const { planned_end, is_overdue } = session
  if (planned_end === null)
    return <p className={classes.end}>{isHolding(session.status) ? t('loto.board.noEnd') : null}</p>
  return (
    <p className={classes.end} data-overdue={is_overdue || undefined}>
      <IconClock size={15} stroke={1.7} aria-hidden="true" />
      {is_overdue
        ? t('loto.board.overdue', { age: format.age(now - Date.parse(planned_end)) })
        : t('loto.board.until', { time: nearTime(format, planned_end, now) })}
    </p>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { BoardSession, LotoSession } from '../../../api/loto-types.ts'
import { lotoBoardQuery } from '../../../api/queries/loto.ts'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { useFormat } from '../../../format/use-format.ts'
import classes from './session.module.css'

/** A locked point measures energy: the one thing here that is an alarm. */
export function EnergisedAlert({ session }: { session: Pick<LotoSession, 'id'> }) {
  const { data } = useQuery(lotoBoardQuery)
  const onBoard = data?.sessions.find(({ id }) => id === session.id)
  if (!onBoard || onBoard.energised.length === 0) return null
  return <Energised session={onBoard} />
}

export function Energised({ session }: { session: Pick<BoardSession, 'points' | 'energised'> }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className={classes.energised} role="alert">
      <SeverityMark severity="critical" size={22} isCalling />
      <div>
        <b>{t('loto.board.energised')}</b>
        {session.energised.map(({ point_id, metric, value, unit }) => (
          <p key={`${point_id}/${metric}`}>
            {t('loto.board.energisedAt', {
              point: session.points.find(({ id }) => id === point_id)?.name ?? '',
              value: format.number(value, 1),
              unit,
            })}
          </p>
        ))}
      </div>
    </div>
  )
}

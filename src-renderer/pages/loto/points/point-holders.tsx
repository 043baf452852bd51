import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { BoardSession } from '../../../api/loto-types.ts'
import { Fact, Facts } from '../../../components/facts.tsx'
import { lotoPath } from '../../../paths.ts'
import { useLotoNumber } from '../use-number.ts'

/** Which lock-outs hold a point: while one does, it is neither changed nor deleted. */
export function PointHolders({ sessions }: { sessions: readonly BoardSession[] }) {
  const { t } = useTranslation()
  const number = useLotoNumber()
  if (sessions.length === 0) return null
  return (
    <Facts>
      {sessions.map((session) => (
        <Fact key={session.id} name={t('loto.points.heldBy')}>
          <Link to={lotoPath(session.id)}>
            {number(session.number)} · {session.title}
          </Link>
        </Fact>
      ))}
    </Facts>
  )
}

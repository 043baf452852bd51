import { useTranslation } from 'react-i18next'
import type { LotoBoard } from '../../../api/loto-types.ts'
import { EnergySymbol } from '../energy-symbol.tsx'
import { isHolding } from '../steps.ts'
import { useLotoNumber } from '../use-number.ts'
import classes from './board.module.css'

/** Locked points that a drawing has no place for: nothing locked may be missing from it unsaid. */
export function Unplaced({ board, isPlaced }: { board: LotoBoard; isPlaced: (deviceId: string) => boolean }) {
  const { t } = useTranslation()
  const number = useLotoNumber()
  const points = board.sessions
    .filter(({ status }) => isHolding(status))
    .flatMap((session) =>
      session.points
        .filter(({ device_id }) => device_id === null || !isPlaced(device_id))
        .map((point) => ({ point, number: number(session.number) })),
    )
  if (points.length === 0) return null
  return (
    <div className={classes.unplaced}>
      <span className="quiet">{t('loto.board.noPlace')}</span>
      <ul>
        {points.map(({ point, number: name }) => (
          <li key={`${name}/${point.id}`}>
            <EnergySymbol energy={point.energy_type} size={14} /> {point.name}
            <span className="quiet"> · {[point.location, name].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

import { Checkbox, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LotoPoint } from '../../../api/loto-types.ts'
import { lotoBoardQuery } from '../../../api/queries/loto.ts'
import { fold, matches } from '../../../format/fold.ts'
import { EnergySymbol } from '../energy-symbol.tsx'
import { useLotoNumber } from '../use-number.ts'
import classes from './request.module.css'

interface PointPickerProps {
  points: readonly LotoPoint[]
  chosen: readonly string[]
  error: string | null
  onChange: (ids: string[]) => void
}

/** Points with what tells them apart: energy, place, how to isolate, and who holds them already. */
export function PointPicker({ points, chosen, error, onChange }: PointPickerProps) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const heldBy = useHolders()
  const found = useMemo(() => {
    const picked = new Set(chosen)
    const isMatch = (point: LotoPoint) =>
      matches(fold([point.name, point.location, point.device_name, point.subregion_name].join(' ')), search)
    // A pedestal of that name before one that only has a berth of that name.
    const rank = (point: LotoPoint) => (picked.has(point.id) ? 0 : matches(fold(point.name), search) ? 1 : 2)
    return [...points].filter((point) => picked.has(point.id) || isMatch(point)).sort((a, b) => rank(a) - rank(b))
  }, [points, chosen, search])
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  return (
    <div className={classes.picker}>
      <TextInput
        aria-label={t('loto.request.pointsPlaceholder')}
        placeholder={t('loto.request.pointsPlaceholder')}
        value={search}
        error={error}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <ul className={classes.points}>
        {found.map((point) => (
          <li key={point.id}>
            <Checkbox
              size="md"
              className={classes.point ?? ''}
              checked={chosen.includes(point.id)}
              onChange={() => toggle(point.id)}
              label={
                <>
                  <span className={classes.name}>
                    <EnergySymbol energy={point.energy_type} size={14} /> {point.name}
                  </span>
                  <span className={classes.note}>
                    {[point.location ?? point.device_name, point.isolation_method].filter(Boolean).join(' · ')}
                  </span>
                  {heldBy(point) ? <span className={classes.held}>{heldBy(point)}</span> : null}
                </>
              }
            />
          </li>
        ))}
        {found.length === 0 ? <li className="quiet">{t('loto.points.nothing')}</li> : null}
      </ul>
    </div>
  )
}

function useHolders(): (point: LotoPoint) => string | null {
  const { t } = useTranslation()
  const number = useLotoNumber()
  const sessions = useQuery(lotoBoardQuery).data?.sessions ?? []
  return ({ session_ids }) => {
    const numbers = sessions.filter(({ id }) => session_ids.includes(id)).map((session) => number(session.number))
    return numbers.length > 0 ? t('loto.request.busy', { numbers: numbers.join(', ') }) : null
  }
}

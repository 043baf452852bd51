import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LotoSession } from '../../../api/loto-types.ts'
import { loto } from '../../../api/queries/loto.ts'
import { EnergySymbol } from '../energy-symbol.tsx'
import { PinDialog } from '../pin/pin-dialog.tsx'
import { pointProgress } from '../steps.ts'
import { useLotoNumber } from '../use-number.ts'
import { MeterNow } from './meter-now.tsx'
import classes from './session.module.css'
import { useRun } from './use-run.ts'

interface IsolateDialogProps {
  session: LotoSession
  /** One point, or all that have no lock yet. */
  pointId: string | null
  onClose: () => void
}

/** Records physical locks that hang already: what each tag says, point by point. */
export function IsolateDialog({ session, pointId, onClose }: IsolateDialogProps) {
  const { t } = useTranslation()
  const run = useRun()
  const number = useLotoNumber()(session.number)
  const [points] = useState(() =>
    pointProgress(session)
      .filter(({ point, lock }) => lock === null && (pointId === null || point.id === pointId))
      .map(({ point }) => point),
  )
  const [tags, setTags] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(points.map(({ id }) => [id, `${number}/${1 + session.point_ids.indexOf(id)}`])),
  )
  const tagOf = (id: string) => (tags[id] ?? '').trim()
  return (
    <PinDialog
      title={`${number} · ${t('loto.act.isolateAll', { count: points.length })}`}
      verb={t('loto.act.isolate')}
      obstacle={points.every(({ id }) => tagOf(id) !== '') ? null : t('form.required')}
      run={(pin) =>
        run('isolate', async () => {
          for (const { id } of points) await loto.lockEquipment(session.id, id, tagOf(id), pin)
        })
      }
      onClose={onClose}
    >
      <p>{t('loto.what.isolate')}</p>
      {points.map((point) => (
        <div key={point.id} className={classes.isolation}>
          <p className={classes.pointName}>
            <EnergySymbol energy={point.energy_type} /> {point.name}
            {point.location ? <span className="quiet"> · {point.location}</span> : null}
          </p>
          <p>{point.isolation_method}</p>
          {point.device_id && point.energy_type === 'electrical' ? <MeterNow deviceId={point.device_id} /> : null}
          <TextInput
            label={t('loto.tag.title')}
            aria-label={`${t('loto.tag.title')} · ${point.name}`}
            value={tags[point.id] ?? ''}
            maxLength={100}
            onChange={(event) => {
              const { value } = event.currentTarget
              setTags((before) => ({ ...before, [point.id]: value }))
            }}
          />
        </div>
      ))}
    </PinDialog>
  )
}

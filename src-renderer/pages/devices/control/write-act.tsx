import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import classes from './control.module.css'
import type { Point, WriteAnswer } from './point-model.ts'
import { useWrite } from './queries.ts'
import { usePointText } from './use-point-text.ts'

interface WriteActProps {
  deviceId: string
  deviceName: string
  point: Point
  before: number | null
  /** What is about to be written; null = nothing. */
  wanted: number | null
  onClose: () => void
  onAnswer: (answer: WriteAnswer | null) => void
}

const LONGEST_REASON = 500

/** Says exactly what will change, and does it: by holding where something switches. */
export function WriteAct({ deviceId, deviceName, point, before, wanted, onClose, onAnswer }: WriteActProps) {
  const { t } = useTranslation()
  const text = usePointText(point)
  const write = useWrite(deviceId)
  const [reason, setReason] = useState('')
  const isOpen = wanted !== null
  useEffect(() => {
    if (isOpen) setReason('')
  }, [isOpen])
  // While the dialog closes it goes on saying what it said.
  const [shown, setShown] = useState(0)
  if (wanted !== null && wanted !== shown) setShown(wanted)
  const value = wanted ?? shown
  const option = point.options?.find((one) => one.value === value)
  const run = async () => {
    onAnswer(null)
    const words = reason.trim()
    onAnswer(await write.mutateAsync({ point: point.point, value, ...(words === '' ? {} : { reason: words }) }))
  }
  return (
    <ConfirmAct
      isOpen={isOpen}
      onClose={onClose}
      title={option?.effect ? deviceName : t('devices.control.title', { device: deviceName, point: point.name })}
      verb={option?.name ?? t('devices.control.write')}
      isPhysical={option !== undefined}
      run={run}
    >
      <div className={classes.act}>
        {option?.effect ? (
          <p className={classes.effect}>{t('devices.control.effect', { device: deviceName, effect: option.effect })}</p>
        ) : null}
        {point.kind === 'command' ? null : (
          <p className={classes.change}>
            {t('devices.control.change', { before: before === null ? '—' : text(before), after: text(value) })}
          </p>
        )}
        <TextInput
          label={t('devices.control.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={LONGEST_REASON}
        />
      </div>
    </ConfirmAct>
  )
}

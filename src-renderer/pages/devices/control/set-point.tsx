import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NumberField } from '../../../components/number-field.tsx'
import classes from './control.module.css'
import { decimalsOf, faultOf, type Point } from './point-model.ts'
import { usePointText } from './use-point-text.ts'

interface SetPointProps {
  point: Point
  isBlocked: boolean
  describedBy: string | null
  onWrite: (value: number) => void
}

/** A number to be written, with the range that it may have. */
export function SetPoint({ point, isBlocked, describedBy, onWrite }: SetPointProps) {
  const { t } = useTranslation()
  const text = usePointText(point)
  const [value, setValue] = useState<number | null>(null)
  const [isTried, setTried] = useState(false)
  const { min, max, step } = point
  const blanks = { min: text(min ?? 0), max: text(max ?? 0), step: text(step ?? 0) }
  const fault = isTried ? faultOf(point, value) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (value !== null && faultOf(point, value) === null) onWrite(value)
  }
  return (
    <form className={classes.set} onSubmit={submit} noValidate>
      <NumberField
        aria-label={t('devices.control.setLabel', { name: point.name })}
        aria-describedby={describedBy ?? undefined}
        value={value ?? ''}
        onChange={(next) => setValue(typeof next === 'number' ? next : null)}
        decimalScale={decimalsOf(point)}
        suffix={point.unit === '' ? '' : ` ${point.unit}`}
        description={t(step === null ? 'devices.control.range' : 'devices.control.rangeStep', blanks)}
        error={fault === null ? null : t(`devices.control.${fault}`, blanks)}
        disabled={isBlocked}
        inputWrapperOrder={['input', 'description', 'error']}
      />
      <Button type="submit" disabled={isBlocked}>
        {t('devices.control.set')}
      </Button>
    </form>
  )
}

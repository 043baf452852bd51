import { TextInput } from '@mantine/core'
import { IconBackspace } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './pin.module.css'

export const PIN_MIN = 4
export const PIN_MAX = 8
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

interface PinPadProps {
  value: string
  onChange: (pin: string) => void
  isDisabled?: boolean
}

/** Typed or pressed with a glove; the digits themselves never show. */
export function PinPad({ value, onChange, isDisabled = false }: PinPadProps) {
  const { t } = useTranslation()
  const put = (text: string) => onChange(text.replaceAll(/\D/g, '').slice(0, PIN_MAX))
  return (
    <div className={classes.pad}>
      <TextInput
        label={t('loto.pin.yours')}
        classNames={{ label: classes.label ?? '', input: classes.entry ?? '' }}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        maxLength={PIN_MAX}
        value={value}
        readOnly={isDisabled}
        data-autofocus
        autoFocus
        onChange={(event) => put(event.currentTarget.value)}
      />
      <div className={classes.keys}>
        {DIGITS.map((digit) => (
          <PadKey key={digit} word={digit} isDisabled={isDisabled} onPress={() => put(value + digit)} />
        ))}
        <span />
        <PadKey word="0" isDisabled={isDisabled} onPress={() => put(`${value}0`)} />
        <button
          type="button"
          className={classes.key}
          disabled={isDisabled || value === ''}
          aria-label={t('loto.pin.erase')}
          onClick={() => put(value.slice(0, -1))}
        >
          <IconBackspace size={22} stroke={1.6} aria-hidden="true" />
        </button>
      </div>
    </div>
  )
}

interface PadKeyProps {
  word: string
  isDisabled: boolean
  onPress: () => void
}

/** Out of the order of Tab: whoever has a keyboard types the digits. */
function PadKey({ word, isDisabled, onPress }: PadKeyProps) {
  return (
    <button type="button" tabIndex={-1} className={classes.key} disabled={isDisabled} onClick={onPress}>
      {word}
    </button>
  )
}

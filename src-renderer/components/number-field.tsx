import { NumberInput, type NumberInputProps } from '@mantine/core'
import { useFormat } from '../format/use-format.ts'

const DECIMAL_SEPARATORS = ['.', ',']

/** A number field that shows the locale's decimal sign and takes both. */
export function NumberField(props: NumberInputProps) {
  const { locale } = useFormat()
  return (
    <NumberInput
      decimalSeparator={locale.startsWith('tr') ? ',' : '.'}
      allowedDecimalSeparators={DECIMAL_SEPARATORS}
      hideControls
      {...props}
    />
  )
}

import { Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { decimalsFor } from '../../format/number.ts'
import { useFormat } from '../../format/use-format.ts'
import classes from './energy.module.css'
import type { EnergyQuality } from './wire.ts'

interface AmountProps {
  /** Null unless it is the whole. */
  value: number | null
  /** The part that is known. */
  measured?: number | null
  quality?: EnergyQuality | undefined
  unit?: string
  size?: 'sm' | 'lg'
}

/** An amount of energy. Where it is not the whole it is not shown as one: "—", and what is known of it. */
export function Amount({ value, measured = null, quality = 'good', unit = 'kWh', size = 'sm' }: AmountProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const show = (amount: number) => format.number(amount, decimalsFor(amount))
  if (value === null) {
    const known =
      measured === null ? t('energy.quality.missing') : t('energy.atLeast', { amount: show(measured), unit })
    return (
      <Tooltip label={known}>
        <span className={classes.amount} data-size={size}>
          <span className="quiet" aria-hidden="true">
            —
          </span>
          {measured === null ? null : (
            <small className="quiet">{t('energy.known', { amount: show(measured), unit })}</small>
          )}
          <span className="visually-hidden">{known}</span>
        </span>
      </Tooltip>
    )
  }
  return (
    <span className={classes.amount} data-size={size}>
      <span className="tabular">{show(value)}</span>
      <small className="quiet">{unit}</small>
      {quality === 'estimated' ? (
        <Tooltip label={t('energy.quality.estimated')}>
          <small className={classes.mark}>{t('quality.estimatedMark')}</small>
        </Tooltip>
      ) : null}
    </span>
  )
}

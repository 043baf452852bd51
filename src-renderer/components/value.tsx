import { Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useLive } from '../api/live.ts'
import type { Quality } from '../api/types.ts'
import { shownValue } from '../format/metric.ts'
import { type Format, useFormat } from '../format/use-format.ts'
import { useAgeBeyond } from '../format/use-now.ts'
import classes from './value.module.css'

export interface ValueProps {
  metric: string
  value: number | null | undefined
  quality?: Quality | undefined
  /** Unit as the device gives it; the vocabulary's own when absent. */
  unit?: string | null | undefined
  /** Source time of the value, ISO or epoch milliseconds. */
  timestamp?: string | number | null | undefined
  /** How often a new value is expected; beyond two of these its age is shown. */
  periodS?: number | null | undefined
  decimals?: number | undefined
  /** Word for a coded value, e.g. a state's label; shown instead of the number. */
  label?: string | null | undefined
  size?: 'sm' | 'md' | 'lg' | 'xl'
}

const DEFAULT_PERIOD_S = 10
const NOT_LIVE: ReadonlySet<Quality> = new Set(['stale', 'comm_fail', 'invalid'])

/** A number is never naked: its unit, its age when it is old, its quality when it is not good. */
export function Value(props: ValueProps) {
  const { value, quality = 'good', timestamp = null, periodS, size = 'sm' } = props
  const { t } = useTranslation()
  const format = useFormat()
  const atMs = timestamp === null ? null : new Date(timestamp).getTime()
  const ageMs = useAgeBeyond(atMs, 2000 * (periodS ?? DEFAULT_PERIOD_S))

  if (value === null || value === undefined) {
    const reason = quality === 'good' ? t('quality.missing') : t(`quality.${quality}`)
    const when = atMs === null ? '' : ` · ${format.time(atMs)}`
    return (
      <Tooltip label={reason + when}>
        <span className={classes.root} data-size={size}>
          <span className={classes.missing} aria-hidden="true">
            —
          </span>
          <span className="visually-hidden">{reason}</span>
        </span>
      </Tooltip>
    )
  }

  const text = valueText(props, value, format)
  const isOld = NOT_LIVE.has(quality) || ageMs !== null
  const body = (
    <span className={classes.root} data-size={size} data-old={isOld || undefined}>
      <span className={classes.number}>{text.number}</span>
      {text.unit ? <span className={classes.unit}>{text.unit}</span> : null}
      {ageMs === null ? null : <span className={classes.age}>{format.age(ageMs)}</span>}
      {quality === 'simulated' ? <span className={classes.mark}>{t('quality.simulatedMark')}</span> : null}
      {quality === 'estimated' ? <span className={classes.mark}>{t('quality.estimatedMark')}</span> : null}
      {isOld ? <span className="visually-hidden">{t('quality.stale')}</span> : null}
    </span>
  )
  if (quality === 'good' && !isOld) return body
  const reason = quality === 'good' ? t('quality.stale') : t(`quality.${quality}`)
  return <Tooltip label={atMs === null ? reason : `${reason} · ${format.time(atMs)}`}>{body}</Tooltip>
}

function valueText(props: ValueProps, value: number, format: Format): { number: string; unit: string } {
  if (props.label) return { number: props.label, unit: '' }
  const shown = shownValue(props.metric, value, props.unit)
  return { number: format.number(shown.value, props.decimals ?? shown.decimals), unit: shown.unit }
}

interface LiveValueProps extends Omit<ValueProps, 'value' | 'quality' | 'timestamp'> {
  deviceId: string
}

/** A cell that renders again only when its own series changes. */
export function LiveValue({ deviceId, ...rest }: LiveValueProps) {
  const newest = useLive(deviceId, rest.metric)
  return <Value {...rest} value={newest?.value} quality={newest?.quality} timestamp={newest?.atMs} />
}

import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useLive } from '../../../api/live.ts'
import { LiveValue } from '../../../components/value.tsx'
import { shownValue } from '../../../format/metric.ts'
import { useFormat } from '../../../format/use-format.ts'
import { devicePath } from '../../../paths.ts'
import { latestQuery } from '../../devices/queries.ts'
import type { WidgetConfigs } from '../wire.ts'
import { useDeviceName } from './use-name.ts'
import classes from './widgets.module.css'

type Gauge = WidgetConfigs['gauge']

/** A straight scale: the eye compares lengths better than angles. Beyond the normal band it says so in words. */
export function GaugeWidget({ config }: { config: Gauge }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { device_id: deviceId, metric, min, max } = config
  const low = config.low ?? null
  const high = config.high ?? null
  const name = useDeviceName(deviceId)
  const item = useQuery(latestQuery(deviceId)).data?.find((one) => one.metric === metric)
  const newest = useLive(deviceId, metric)
  const value = newest?.value ?? null
  const told = (one: number): string => {
    const shown = shownValue(metric, one, item?.unit)
    return `${format.number(shown.value, Number.isInteger(shown.value) ? 0 : shown.decimals)} ${shown.unit}`.trim()
  }
  const side = value === null ? null : sideOf(value, low, high)
  return (
    <div className={classes.gauge}>
      <div className={classes.gaugeHead}>
        <LiveValue deviceId={deviceId} metric={metric} unit={item?.unit} label={item?.label} size="xl" />
        {side ? (
          <span className={classes.gaugeWord} data-side={side}>
            {side === 'above' ? '▲ ' : side === 'below' ? '▼ ' : ''}
            {t(`dashboards.gauge.${side}`)}
          </span>
        ) : null}
      </div>
      <Scale config={config} value={value} />
      <div className={classes.scaleEnds}>
        <span>{told(min)}</span>
        {low !== null && high !== null ? (
          <span className="quiet">{t('dashboards.gauge.band', { low: told(low), high: told(high) })}</span>
        ) : null}
        <span>{told(max)}</span>
      </div>
      <Link to={devicePath(deviceId)} className={classes.of}>
        {name} · {format.metric(metric)}
      </Link>
    </div>
  )
}

function sideOf(value: number, low: number | null, high: number | null): 'normal' | 'above' | 'below' | null {
  if (high !== null && value > high) return 'above'
  if (low !== null && value < low) return 'below'
  return low === null && high === null ? null : 'normal'
}

function Scale({ config: { min, max, low, high }, value }: { config: Gauge; value: number | null }) {
  const share = (one: number) => Math.min(1, Math.max(0, (one - min) / (max - min))) * 100
  const from = share(low ?? min)
  const to = share(high ?? max)
  const hasBand = (low ?? null) !== null || (high ?? null) !== null
  return (
    <div className={classes.scale} aria-hidden="true">
      {hasBand ? (
        <span className={classes.scaleBand} style={{ insetInlineStart: `${from}%`, inlineSize: `${to - from}%` }} />
      ) : null}
      {value === null ? null : (
        <>
          <span className={classes.scaleFill} style={{ inlineSize: `${share(value)}%` }} />
          <span className={classes.scaleMark} style={{ insetInlineStart: `${share(value)}%` }} />
        </>
      )}
    </div>
  )
}

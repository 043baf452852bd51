import { useElementSize } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Sparkline } from '../../../charts/sparkline.tsx'
import { LiveValue } from '../../../components/value.tsx'
import { shownValue } from '../../../format/metric.ts'
import { useFormat } from '../../../format/use-format.ts'
import { useNow } from '../../../format/use-now.ts'
import { devicePath } from '../../../paths.ts'
import { useLimits } from '../../devices/detail/use-limits.ts'
import { latestQuery, seriesQuery } from '../../devices/queries.ts'
import type { WidgetConfigs } from '../wire.ts'
import { useDeviceName } from './use-name.ts'
import classes from './widgets.module.css'

const HOUR_MS = 3_600_000
const STEP_MS = 60_000
const POINTS = 160
const LEAST_SPARK_PX = 22

/** One number, large: its device, its last hour, its limits. */
export function ValueWidget({ config }: { config: WidgetConfigs['value'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { device_id: deviceId, metric } = config
  const name = useDeviceName(deviceId)
  const item = useQuery(latestQuery(deviceId)).data?.find((one) => one.metric === metric)
  const end = Math.ceil(useNow(STEP_MS) / STEP_MS) * STEP_MS
  const history = useQuery({
    ...seriesQuery(deviceId, [metric], end - HOUR_MS, end, POINTS),
    placeholderData: (before) => before,
  }).data
  const points = history?.series[metric]?.points ?? []
  const limits = useLimits(deviceId)([metric])
  const { ref, width, height } = useElementSize()
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]))
  const told = (value: number): string => {
    const shown = shownValue(metric, value, item?.unit)
    return `${format.number(shown.value, shown.decimals)} ${shown.unit}`
  }
  return (
    <div className={classes.value}>
      <LiveValue deviceId={deviceId} metric={metric} unit={item?.unit} label={item?.label} size="xl" />
      <Link to={devicePath(deviceId)} className={classes.of}>
        {name} · {format.metric(metric)}
      </Link>
      <div ref={ref} className={classes.spark}>
        {width > 0 && height >= LEAST_SPARK_PX ? (
          <Sparkline
            points={points}
            start={end - HOUR_MS}
            end={end}
            width={Math.floor(width)}
            height={Math.floor(height)}
            normal={limits.normal}
            limits={limits.lines?.map(({ value }) => value)}
            label={
              values.length > 0
                ? t('dashboards.lastHour', { min: told(Math.min(...values)), max: told(Math.max(...values)) })
                : undefined
            }
          />
        ) : null}
      </div>
    </div>
  )
}

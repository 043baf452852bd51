import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { live, useLive } from '../../../api/live.ts'
import type { SeriesPoint } from '../../../api/types.ts'
import type { Limits } from '../../../charts/overlays.ts'
import { Sparkline } from '../../../charts/sparkline.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Value } from '../../../components/value.tsx'
import { phaseName, shownValue, splitMetric } from '../../../format/metric.ts'
import { useFormat } from '../../../format/use-format.ts'
import { useNow } from '../../../format/use-now.ts'
import { quantities } from '../model/quantities.ts'
import { latestQuery, seriesQuery } from '../queries.ts'
import type { LatestItem } from '../wire.ts'
import classes from './detail.module.css'
import { useDevice } from './use-device.ts'
import { useLimits } from './use-limits.ts'

const HOUR_MS = 3_600_000
const SPARK_STEP_MS = 60_000
const SPARK_POINTS = 160

export function LiveTab({ deviceId, isCompact = false }: { deviceId: string; isCompact?: boolean }) {
  const { t } = useTranslation()
  const query = useQuery(latestQuery(deviceId))
  const { refetch } = query
  const liveCount = useLiveCount(deviceId)
  const knownCount = query.data?.length ?? liveCount
  useEffect(() => {
    if (liveCount > knownCount) refetch().catch(() => undefined)
  }, [liveCount, knownCount, refetch])
  return (
    <Loaded query={query}>
      {(items) =>
        items.length === 0 ? (
          <EmptyState title={t('devices.live.none')} hint={t('devices.live.noneHint')} />
        ) : (
          <Quantities deviceId={deviceId} items={items} isCompact={isCompact} />
        )
      }
    </Loaded>
  )
}

/** How many measurements of the device the feed has brought: a new device says its first after its detail was opened. */
function useLiveCount(deviceId: string): number {
  const subscribe = useCallback((listener: () => void) => live.watchDevice(deviceId, listener), [deviceId])
  return useSyncExternalStore(subscribe, () => live.device(deviceId).size)
}

interface QuantitiesProps {
  deviceId: string
  items: readonly LatestItem[]
  isCompact: boolean
}

function Quantities({ deviceId, items, isCompact }: QuantitiesProps) {
  const format = useFormat()
  const Heading = isCompact ? 'h3' : 'h2'
  const { device } = useDevice(deviceId)
  const end = Math.ceil(useNow(SPARK_STEP_MS) / SPARK_STEP_MS) * SPARK_STEP_MS
  const metrics = items.map((item) => item.metric).sort()
  const history = useQuery({
    ...seriesQuery(deviceId, metrics, end - HOUR_MS, end, SPARK_POINTS),
    placeholderData: (before) => before,
  }).data
  const limitsOf = useLimits(deviceId)
  const byMetric = new Map(items.map((item) => [item.metric, item]))
  return (
    <div className={classes.quantities} data-compact={isCompact || undefined}>
      {quantities(metrics).map(({ base, metrics: members }) => (
        <section key={base} className={classes.quantity}>
          <Heading>{format.metric(base)}</Heading>
          <ul>
            {members.map((metric) => {
              const item = byMetric.get(metric)
              return item ? (
                <LiveRow
                  key={metric}
                  deviceId={deviceId}
                  item={item}
                  points={history?.series[metric]?.points ?? []}
                  start={end - HOUR_MS}
                  end={end}
                  periodS={device?.poll_interval_s ?? null}
                  limits={limitsOf([metric])}
                  isAlone={members.length === 1}
                />
              ) : null
            })}
          </ul>
        </section>
      ))}
    </div>
  )
}

interface LiveRowProps {
  deviceId: string
  item: LatestItem
  points: readonly SeriesPoint[]
  start: number
  end: number
  periodS: number | null
  limits: Limits
  /** The only metric of its quantity: its name is the heading. */
  isAlone: boolean
}

function LiveRow({ deviceId, item, points, start, end, periodS, limits, isAlone }: LiveRowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const newest = useLive(deviceId, item.metric)
  const value = newest ? newest.value : item.value
  const { phase } = splitMetric(item.metric)
  const name = format.metric(item.metric)
  const values = points.flatMap(([, one]) => (one === null ? [] : [one]))
  const told = (one: number): string => {
    const shown = shownValue(item.metric, one, item.unit)
    return `${format.number(shown.value, shown.decimals)} ${shown.unit}`
  }
  return (
    <li className={classes.liveRow}>
      <span className={classes.phase} title={name}>
        {phase ? phaseName(phase) : isAlone ? '' : 'Σ'}
        <span className="visually-hidden">{name}</span>
      </span>
      <Sparkline
        points={points}
        start={start}
        end={end}
        normal={limits.normal}
        limits={limits.lines?.map((line) => line.value)}
        width={112}
        height={24}
        label={
          values.length === 0
            ? undefined
            : t('devices.live.sparkline', { name, min: told(Math.min(...values)), max: told(Math.max(...values)) })
        }
      />
      <span className={classes.liveValue}>
        <Value
          metric={item.metric}
          value={value}
          unit={item.unit}
          quality={newest?.quality ?? item.quality}
          timestamp={newest?.atMs ?? item.timestamp}
          periodS={periodS}
          label={value === item.value ? item.label : null}
          size="md"
        />
      </span>
    </li>
  )
}

import { useElementSize } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { deviceIndexQuery } from '../../../api/queries/devices.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { LoadingSkeleton } from '../../../components/loading-skeleton.tsx'
import { Value } from '../../../components/value.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { devicePath } from '../../../paths.ts'
import { bandsOf, type Feeder, type Flow, flowOf } from '../model/flow.ts'
import type { WidgetConfigs } from '../wire.ts'
import { useLiveTick, wattsOf } from './use-watts.ts'
import classes from './widgets.module.css'

const LEAST_ROW_PX = 34
const MOST_ROW_PX = 64

/** Supply → feeders → loads, each with its power; bands as thick as their share. */
export function EnergyFlowWidget({ config }: { config: WidgetConfigs['energy_flow'] }) {
  const { t } = useTranslation()
  const devices = useQuery(deviceIndexQuery).data
  const tick = useLiveTick()
  const flow = useMemo(
    () => (devices && tick >= 0 ? flowOf(devices, config.device_id, wattsOf) : undefined),
    [devices, config.device_id, tick],
  )
  const { ref, height } = useElementSize()
  if (flow === undefined) return <LoadingSkeleton />
  if (flow === null) return <EmptyState isCompact title={t('dashboards.gone')} />
  return (
    <section className={classes.flow} aria-label={t('dashboards.flow.label', { supply: flow.supply.name })}>
      <div ref={ref} className={classes.flowStage}>
        {flow.feeders.length === 0 ? (
          <EmptyState isCompact title={t('dashboards.flow.none')} />
        ) : height > 0 ? (
          <Stage flow={flow} height={height} />
        ) : null}
      </div>
    </section>
  )
}

function Stage({ flow, height }: { flow: Flow; height: number }) {
  const { t } = useTranslation()
  const { supply, unmetered, isPartial } = flow
  const fits = Math.max(1, Math.floor(height / LEAST_ROW_PX) - 1)
  const shown = flow.feeders.slice(0, fits)
  const hidden = flow.feeders.length - shown.length
  const rowPx = Math.min(MOST_ROW_PX, height / (shown.length + 1))
  const bands = bandsOf(
    shown.map(({ watts }) => watts),
    rowPx * shown.length,
    rowPx,
  )
  return (
    <>
      <div className={classes.flowSupply}>
        <Link to={devicePath(supply.id)}>{supply.name}</Link>
        <Value metric="active_power" value={supply.watts} size="lg" />
      </div>
      <svg className={classes.flowBands} viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {bands.map((band, row) => (
          <path key={shown[row]?.id} d={ribbon(band)} data-source={shown[row]?.isSource || undefined} />
        ))}
      </svg>
      <ul className={classes.flowFeeders}>
        {shown.map((feeder) => (
          <FeederRow key={feeder.id} feeder={feeder} total={supply.watts} height={rowPx} />
        ))}
        <li className={classes.flowRest} style={{ height: rowPx }}>
          {hidden > 0 ? <span>{t('dashboards.flow.more', { count: hidden })}</span> : null}
          {isPartial ? (
            <span>{t('dashboards.flow.partial')}</span>
          ) : unmetered === null ? null : (
            <span title={t('dashboards.flow.unmeteredHint')}>
              {t('dashboards.flow.unmetered')} <Value metric="active_power" value={unmetered} />
            </span>
          )}
        </li>
      </ul>
    </>
  )
}

/** A band from the left edge to the right one, curved as water would run. */
function ribbon({ fromY, toY, thickness }: { fromY: number; toY: number; thickness: number }): string {
  const [a, b] = [fromY + thickness, toY + thickness]
  return `M0 ${fromY}C50 ${fromY} 50 ${toY} 100 ${toY}V${b}C50 ${b} 50 ${a} 0 ${a}Z`
}

const NAMED_LOADS = 2

function FeederRow({ feeder, total, height }: { feeder: Feeder; total: number | null; height: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { watts, loads } = feeder
  const share = watts === null || !total ? null : (watts / total) * 100
  const named = loads.filter((load) => load.watts !== null).slice(0, NAMED_LOADS)
  return (
    <li className={classes.flowFeeder} style={{ height }}>
      <Link to={devicePath(feeder.id)} className={classes.flowName}>
        {feeder.name}
      </Link>
      <span className={classes.flowPower}>
        {feeder.isSource ? <small className="quiet">{t('dashboards.flow.gives')}</small> : null}
        <Value metric="active_power" value={watts} />
        {share === null ? null : <small className="quiet tabular">{format.number(share)} %</small>}
      </span>
      {loads.length > 0 ? (
        <span className={classes.flowLoads}>
          {t('dashboards.flow.loadCount', { count: loads.length })}
          {named.map((load) => (
            <span key={load.id}>
              {' · '}
              <Link to={devicePath(load.id)}>{load.name}</Link> <Value metric="active_power" value={load.watts} />
            </span>
          ))}
        </span>
      ) : null}
    </li>
  )
}

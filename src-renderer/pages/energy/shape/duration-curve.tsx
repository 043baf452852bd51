import { useElementSize } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../format/use-format.ts'
import { niceTicks } from '../bar-chart.tsx'
import classes from '../energy.module.css'

const HEIGHT = 170
const FOOT = 22
const HEAD = 10
const AXIS = 54
const SHARES = [0, 25, 50, 75, 100]

/** The first and last label stay inside the plot. */
const anchorOf = (share: number) => (share === 0 ? 'start' : share === 100 ? 'end' : 'middle')

/** Power over the share of time in which it was at least that high. */
export function DurationCurve({ points }: { points: readonly [percent: number, kw: number][] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { ref, width } = useElementSize()
  const ticks = niceTicks(Math.max(0, ...points.map(([, kw]) => kw)))
  const top = ticks.at(-1) ?? 1
  const plot = HEIGHT - FOOT - HEAD
  const x = (percent: number) => AXIS + ((width - AXIS - 8) * percent) / 100
  const y = (kw: number) => HEAD + plot * (1 - kw / top)
  const line = points.map(([percent, kw]) => `${x(percent).toFixed(1)},${y(kw).toFixed(1)}`).join(' ')
  return (
    <div ref={ref}>
      <svg className={classes.bars} width={width} height={HEIGHT} role="img" aria-label={t('energy.shape.duration')}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line className={classes.gridLine} x1={AXIS} x2={width} y1={y(tick)} y2={y(tick)} />
            <text className={classes.axisText} x={AXIS - 8} y={y(tick) + 4} textAnchor="end">
              {format.number(tick, top < 10 && tick > 0 ? 1 : 0)}
            </text>
          </g>
        ))}
        <text className={classes.axisText} x={AXIS - 8} y={HEIGHT - 5} textAnchor="end">
          kW
        </text>
        <polyline className={classes.curve} points={line} />
        {SHARES.map((share) => (
          <text key={share} className={classes.axisText} x={x(share)} y={HEIGHT - 5} textAnchor={anchorOf(share)}>
            {share} %
          </text>
        ))}
      </svg>
    </div>
  )
}

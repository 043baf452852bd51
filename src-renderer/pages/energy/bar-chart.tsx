import { useElementSize } from '@mantine/hooks'
import { decimalsFor } from '../../format/number.ts'
import { useFormat } from '../../format/use-format.ts'
import classes from './energy.module.css'

export interface Bar {
  key: string
  label: string
  /** Every few labels are drawn; all are told. */
  isLabelled: boolean
  value: number | null
  /** The same bar of the period compared with. */
  before?: number | null
  isEstimated?: boolean
}

interface BarChartProps {
  bars: readonly Bar[]
  unit: string
  label: string
  /** Words for a bar's tooltip, e.g. "12 Nov: 34 kWh, before 31 kWh". */
  tell: (bar: Bar) => string
  height?: number
}

const FOOT = 22
const HEAD = 10
const AXIS = 54

/** Amounts of adjoining intervals: bars from zero, a line where the compared period stood, a gap where nothing is known. */
export function BarChart({ bars, unit, label, tell, height = 220 }: BarChartProps) {
  const format = useFormat()
  const { ref, width } = useElementSize()
  const greatest = Math.max(0, ...bars.map((bar) => Math.max(bar.value ?? 0, bar.before ?? 0)))
  const ticks = niceTicks(greatest)
  const top = ticks.at(-1) ?? 1
  const plot = height - FOOT - HEAD
  const y = (value: number) => HEAD + plot * (1 - value / top)
  const step = Math.max(0, width - AXIS) / Math.max(1, bars.length)
  return (
    <div ref={ref}>
      <svg className={classes.bars} width={width} height={height} role="img" aria-label={label}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line className={classes.gridLine} x1={AXIS} x2={width} y1={y(tick)} y2={y(tick)} />
            <text className={classes.axisText} x={AXIS - 8} y={y(tick) + 4} textAnchor="end">
              {format.number(tick, tick > 0 && top < 10 ? decimalsFor(tick) : 0)}
            </text>
          </g>
        ))}
        <text className={classes.axisText} x={AXIS - 8} y={height - 5} textAnchor="end">
          {unit}
        </text>
        {bars.map((bar, index) => {
          const x = AXIS + index * step
          return (
            <g key={bar.key} className={classes.bar}>
              <title>{tell(bar)}</title>
              <rect className={classes.barGround} x={x} y={HEAD} width={step} height={plot} />
              {bar.value === null ? (
                <rect className={classes.barMissing} x={x + step * 0.18} y={y(0) - 5} width={step * 0.64} height={5} />
              ) : (
                <rect
                  className={classes.barFill}
                  data-estimated={bar.isEstimated || undefined}
                  x={x + step * 0.18}
                  y={y(bar.value)}
                  width={step * 0.64}
                  height={Math.max(0, y(0) - y(bar.value))}
                />
              )}
              {bar.before === null || bar.before === undefined ? null : (
                <line
                  className={classes.barBefore}
                  x1={x + step * 0.06}
                  x2={x + step * 0.94}
                  y1={y(bar.before)}
                  y2={y(bar.before)}
                />
              )}
              {bar.isLabelled ? (
                <text className={classes.axisText} x={x + step / 2} y={height - 5} textAnchor="middle">
                  {bar.label}
                </text>
              ) : null}
            </g>
          )
        })}
      </svg>
    </div>
  )
}

/** Four or five steps of 1, 2, 2.5 or 5 from zero to above the greatest. */
export function niceTicks(greatest: number): readonly number[] {
  if (greatest <= 0) return [0, 1]
  const rough = greatest / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10)
  const count = Math.ceil(greatest / step - 1e-9)
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}

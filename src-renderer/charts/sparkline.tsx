import './charts.css'
import { type SparkPoints, sparkPath, sparkScale } from './spark-shape.ts'

/** A line the size of a word: the last hour beside its number, with the normal band and limit ticks where they exist. */
export interface SparklineProps {
  /** Epoch ms and value, ascending; null breaks the line. */
  readonly points: SparkPoints
  readonly start: number
  readonly end: number
  readonly normal?: readonly [low: number, high: number] | undefined
  readonly limits?: readonly number[] | undefined
  readonly width?: number
  readonly height?: number
  /** Spoken instead of the drawing; without it the drawing is skipped by screen readers. */
  readonly label?: string | undefined
}

export function Sparkline({
  points,
  start,
  end,
  normal,
  limits = [],
  width = 120,
  height = 28,
  label,
}: SparklineProps) {
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]))
  if (values.length === 0) {
    return (
      <svg
        className="qw-spark"
        width={width}
        height={height}
        role="img"
        aria-label={label ?? ''}
        aria-hidden={label === undefined}
      >
        <line className="qw-spark-none" x1={2} x2={width - 2} y1={height / 2} y2={height / 2} />
      </svg>
    )
  }
  const scale = sparkScale(values, [...(normal ?? []), ...limits])
  const x = (at: number): number => 2 + ((at - start) / Math.max(1, end - start)) * (width - 8)
  const y = (value: number): number => height - 3 - ((value - scale.low) / (scale.high - scale.low)) * (height - 6)
  const isInside = (value: number): boolean => value >= scale.low && value <= scale.high
  const clamp = (at: number): number => Math.min(height, Math.max(0, at))
  const last = points[points.length - 1]
  return (
    <svg
      className="qw-spark"
      width={width}
      height={height}
      role="img"
      aria-label={label ?? ''}
      aria-hidden={label === undefined}
    >
      {normal && <NormalBand top={clamp(y(normal[1]))} bottom={clamp(y(normal[0]))} width={width} />}
      {limits.filter(isInside).map((value) => (
        <line key={value} className="qw-spark-limit" x1={width - 6} x2={width} y1={y(value)} y2={y(value)} />
      ))}
      <path className="qw-spark-line" d={sparkPath(points, x, y)} />
      {last && last[1] !== null && <circle className="qw-spark-last" cx={x(last[0])} cy={y(last[1])} r={2} />}
    </svg>
  )
}

function NormalBand({ top, bottom, width }: { top: number; bottom: number; width: number }) {
  return <rect className="qw-spark-normal" x={0} width={width} y={top} height={Math.max(0, bottom - top)} />
}

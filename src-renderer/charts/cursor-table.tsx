import type { Quality } from '../api/types.ts'
import { summarise } from './columns.ts'
import type { ChartSeries } from './options.ts'
import { type ChartWords, chartNumber, cursorTime, indexAt } from './spoken.ts'

/** The chart's legend and its numbers in one: under the cursor, else over the whole range. Nothing moves between them. */
export function CursorTable({
  series,
  cursorAt,
  t,
  language,
  zone,
}: ChartWords & { readonly series: readonly ChartSeries[]; readonly cursorAt: number | null }) {
  return (
    <table className="qw-chart-table">
      <thead>
        <tr>
          <th scope="col" className="qw-chart-when">
            {cursorAt === null ? t('chart.wholeRange') : cursorTime(cursorAt, { language, zone })}
          </th>
          <th scope="col">{cursorAt === null ? t('chart.last') : t('chart.value')}</th>
          <th scope="col">{t('chart.min')}</th>
          <th scope="col">{t('chart.max')}</th>
          <th scope="col">{t('chart.quality')}</th>
        </tr>
      </thead>
      <tbody>
        {series.map((one, index) => {
          const row = tableRow(one, cursorAt)
          const number = (value: number | null): string => (value === null ? '—' : chartNumber(value, language))
          const edge = (value: number | null): string => (row.hasEdges ? number(value) : '')
          return (
            <tr key={one.key}>
              <th scope="row">
                <svg
                  className={`qw-chart-swatch qw-chart-line-${Math.min(index, 3)}`}
                  width="22"
                  height="8"
                  aria-hidden
                >
                  <line x1="0" x2="22" y1="4" y2="4" />
                </svg>
                {one.label}
              </th>
              <td className="qw-chart-main">
                {number(row.value)} <small>{one.unit}</small>
              </td>
              <td>{edge(row.min)}</td>
              <td>{edge(row.max)}</td>
              <td className="qw-chart-quality">{row.quality === null ? '' : t(`chart.q.${row.quality}`)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

interface Row {
  readonly value: number | null
  readonly min: number | null
  readonly max: number | null
  readonly quality: Quality | null
  /** False where the value is one sample, which has no range. */
  readonly hasEdges: boolean
}

function tableRow({ columns }: ChartSeries, cursorAt: number | null): Row {
  if (cursorAt === null) {
    const { min, max, last } = summarise(columns)
    return { value: last, min, max, quality: columns.quality[columns.quality.length - 1] ?? null, hasEdges: true }
  }
  const index = indexAt(columns.at, cursorAt)
  const value = columns.line[index] ?? null
  const edges = columns.isBand ? { min: columns.min[index] ?? null, max: columns.max[index] ?? null } : null
  return {
    value,
    min: edges?.min ?? null,
    max: edges?.max ?? null,
    quality: columns.quality[index] ?? null,
    hasEdges: columns.isBand,
  }
}

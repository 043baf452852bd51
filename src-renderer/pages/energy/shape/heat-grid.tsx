import { useTranslation } from 'react-i18next'
import { decimalsFor } from '../../../format/number.ts'
import { useFormat } from '../../../format/use-format.ts'
import classes from '../energy.module.css'
import type { HeatMap } from '../wire.ts'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const DAYS = [1, 2, 3, 4, 5, 6, 7]
/** 1 January 2024 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000
/** The number on the cell keeps its contrast in both themes. */
const DARKEST = 0.45

/** Mean power by hour of the week: one grey scale, the number on each cell. */
export function HeatGrid({ map }: { map: HeatMap }) {
  const { t } = useTranslation()
  const format = useFormat()
  const cells = new Map(map.cells.map(([day, hour, kw]) => [`${day}-${hour}`, kw]))
  const dayName = new Intl.DateTimeFormat(format.locale, { weekday: 'short', timeZone: 'UTC' })
  const known = map.cells.flatMap(([, , kw]) => (kw === null ? [] : [kw]))
  const least = Math.min(...known)
  const spread = Math.max(...known) - least
  return (
    <div className={classes.heatBox}>
      <table className={classes.heat}>
        <caption className="visually-hidden">{t('energy.shape.heat')}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('energy.shape.weekday')}</span>
            </th>
            {HOURS.map((hour) => (
              <th key={hour} scope="col">
                {String(hour).padStart(2, '0')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {DAYS.map((day) => (
            <tr key={day}>
              <th scope="row">{dayName.format(MONDAY + (day - 1) * DAY_MS)}</th>
              {HOURS.map((hour) => {
                const kw = cells.get(`${day}-${hour}`) ?? null
                const share = kw === null || spread <= 0 ? 0 : (kw - least) / spread
                return (
                  <td key={hour} data-missing={kw === null || undefined}>
                    <span className={classes.heatFill} style={{ opacity: share * DARKEST }} aria-hidden="true" />
                    <span className={classes.heatValue}>
                      {kw === null ? '' : format.number(kw, decimalsFor(kw) > 0 ? 1 : 0)}
                    </span>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">{t('energy.shape.heatUnit')}</p>
    </div>
  )
}

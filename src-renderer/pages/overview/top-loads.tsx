import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Overview } from '../../api/types.ts'
import { Value } from '../../components/value.tsx'
import { devicePath } from '../../paths.ts'
import classes from './top-loads.module.css'

const SHOWN = 5

export function TopLoads({ loads }: { loads: Overview['top_devices'] }) {
  const { t } = useTranslation()
  const largest = Math.max(1e-9, ...loads.map((load) => load.power_kw ?? 0))
  return (
    <section className={classes.root} aria-label={t('overview.top')}>
      <h2 className={classes.title}>{t('overview.top')}</h2>
      <ol>
        {loads.slice(0, SHOWN).map((load) => (
          <li key={load.device_id}>
            <Link to={devicePath(load.device_id)} className={classes.row}>
              <span className="truncate">{load.name}</span>
              <span className={classes.bar}>
                <span style={{ width: `${(100 * (load.power_kw ?? 0)) / largest}%` }} />
              </span>
              <span className={classes.value}>
                <Value metric="power_kw" value={load.power_kw} unit="kW" />
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  )
}

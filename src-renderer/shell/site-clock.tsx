import { useTranslation } from 'react-i18next'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import classes from './site-clock.module.css'

/** Time at the site, wherever this window is. */
export function SiteClock() {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  return (
    <div className={classes.root} role="timer" aria-label={t('shell.clockLabel')} aria-live="off">
      <span className={classes.time}>{format.time(now, 'seconds')}</span>
      <span className={classes.day}>
        {format.time(now, 'weekday')} · {format.zoneName(now)}
      </span>
    </div>
  )
}

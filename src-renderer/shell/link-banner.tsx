import { IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useLink } from '../api/live.ts'
import { useFormat } from '../format/use-format.ts'
import { useAgeBeyond } from '../format/use-now.ts'
import classes from './link-banner.module.css'

const PATIENCE_MS = 2000

/** Says what is still true while the hub cannot be reached. A blip of two seconds is not worth a banner. */
export function LinkBanner() {
  const { t } = useTranslation()
  const format = useFormat()
  const { phase, sinceMs } = useLink()
  const isDown = phase === 'reconnecting' || phase === 'offline'
  const ageMs = useAgeBeyond(isDown ? sinceMs : null, PATIENCE_MS)
  if (ageMs === null) return null
  const time = format.time(sinceMs, 'seconds')
  return (
    <div className={classes.root} role="alert">
      <IconPlugConnectedX size={18} stroke={1.6} aria-hidden="true" />
      {phase === 'offline'
        ? t('shell.link.bannerOffline', { age: format.age(ageMs), time })
        : t('shell.link.bannerReconnecting', { time })}
    </div>
  )
}

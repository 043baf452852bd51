import { Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useLockedDevices } from '../api/queries/loto.ts'
import classes from './lock-mark.module.css'

/** A closed padlock, in the colour of the text: a lock is a fact, not an alarm. */
export function LockMark({ size = 14 }: { size?: number }) {
  return (
    <svg className={classes.root} viewBox="0 0 14 14" width={size} height={size} aria-hidden="true">
      <path d="M4.4 6.4V4.2a2.6 2.6 0 0 1 5.2 0v2.2" className={classes.shackle} />
      <rect x="2.4" y="6.2" width="9.2" height="6.6" rx="1.2" className={classes.body} />
    </svg>
  )
}

/** The padlock beside a device's name while it, or something above it, is locked out. */
export function DeviceLock({ deviceId, size }: { deviceId: string; size?: number }) {
  const { t } = useTranslation()
  const isLocked = useLockedDevices().has(deviceId)
  if (!isLocked) return null
  return (
    <Tooltip label={t('loto.lockedDevice')}>
      <span className={classes.mark}>
        <LockMark {...(size ? { size } : {})} />
        <span className="visually-hidden">{t('loto.locked')}</span>
      </span>
    </Tooltip>
  )
}

import { IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useLink } from '../../api/live.ts'
import classes from './loto.module.css'

/** Always there: what this program is in a lock-out, and what it is not. Without a link it says what to trust. */
export function SafetyNote() {
  const { t } = useTranslation()
  const { phase } = useLink()
  const isDown = phase === 'reconnecting' || phase === 'offline'
  return (
    <div className={classes.safety}>
      {isDown ? (
        <p className={classes.outdated} role="alert">
          <IconPlugConnectedX size={16} stroke={1.7} aria-hidden="true" />
          {t('loto.offline')}
        </p>
      ) : null}
      <p>{t('loto.safety')}</p>
    </div>
  )
}

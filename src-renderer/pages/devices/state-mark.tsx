import { useTranslation } from 'react-i18next'
import { SeverityMark } from '../../components/severity-mark.tsx'
import { type DeviceState, isSeverity } from '../../map/device-state.ts'
import classes from './state-mark.module.css'

/** The same shapes as on the map: small grey for normal, hatched for stale, hollow for offline, the alarm's own else. */
export function StateMark({ state, isSilent = false }: { state: DeviceState; isSilent?: boolean }) {
  const { t } = useTranslation()
  if (isSeverity(state)) return <SeverityMark severity={state} size={16} isSilent={isSilent} />
  return (
    <span className={classes.root} data-state={state}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        {state === 'normal' && <circle cx="8" cy="8" r="3" className={classes.fill} />}
        {state === 'stale' && (
          <>
            <circle cx="8" cy="8" r="5" className={classes.line} />
            <path d="M4 9.5 9.5 4M5 12 12 5M8 12.5 12.5 8" className={classes.hatch} />
          </>
        )}
        {state === 'offline' && (
          <>
            <circle cx="8" cy="8" r="5.5" className={classes.line} />
            <path d="M6 6l4 4M10 6l-4 4" className={classes.line} />
          </>
        )}
      </svg>
      {isSilent ? null : <span className="visually-hidden">{t(`devices.state.${state}`)}</span>}
    </span>
  )
}

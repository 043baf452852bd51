import { useTranslation } from 'react-i18next'
import { useLive } from '../../../api/live.ts'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { LiveValue } from '../../../components/value.tsx'
import classes from './session.module.css'

/** As for the alarm on energy under a lock-out: above either of these something still feeds the point. */
const DEAD_BELOW_V = 50
const DEAD_BELOW_A = 0.5

/** What the point's own meter says: it may show that the wrong breaker was opened, never that the right one was. */
export function MeterNow({ deviceId }: { deviceId: string }) {
  const { t } = useTranslation()
  const voltage = useLive(deviceId, 'voltage_l1')?.value ?? 0
  const current = useLive(deviceId, 'current_l1')?.value ?? 0
  const isLive = Math.abs(voltage) > DEAD_BELOW_V || Math.abs(current) > DEAD_BELOW_A
  return (
    <>
      <p className={classes.meter}>
        {t('loto.verify.live')}: <LiveValue deviceId={deviceId} metric="voltage_l1" />{' '}
        <LiveValue deviceId={deviceId} metric="current_l1" /> <span className="quiet">{t('loto.verify.liveHint')}</span>
      </p>
      {isLive ? (
        <p className={classes.stillLive} role="status">
          <SeverityMark severity="high" isSilent /> {t('loto.verify.stillLive')}
        </p>
      ) : null}
    </>
  )
}

import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type MaintenanceWindow, useAnnunciationChange } from '../../../api/queries/annunciation.ts'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { Fact, Facts } from '../../../components/facts.tsx'
import { toast } from '../../../components/toast.tsx'
import { useFormat } from '../../../format/use-format.ts'
import classes from '../annunciation/annunciation.module.css'
import { useMaintenanceTargets } from './use-maintenance-targets.ts'

interface MaintenanceDetailProps {
  window: MaintenanceWindow
  canEnd: boolean
}

export function MaintenanceDetail({ window, canEnd }: MaintenanceDetailProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { nameOf } = useMaintenanceTargets()
  const change = useAnnunciationChange()
  const [isEnding, setEnding] = useState(false)
  return (
    <article>
      <h2 className={classes.detailTitle}>{nameOf(window)}</h2>
      {canEnd && window.state !== 'over' ? (
        <div className={classes.detailActs}>
          <Button variant="filled" onClick={() => setEnding(true)}>
            {t(window.state === 'planned' ? 'annunciation.maintenance.cancel' : 'annunciation.maintenance.endNow')}
          </Button>
        </div>
      ) : null}
      <Facts>
        <Fact name={t('alarms.column.state')}>{t(`annunciation.maintenance.state.${window.state}`)}</Fact>
        <Fact name={t('alarms.column.reason')}>{window.reason}</Fact>
        <Fact name={t('annunciation.maintenance.start')}>{format.time(window.start, 'full')}</Fact>
        <Fact name={t('annunciation.maintenance.end')}>{format.time(window.end, 'full')}</Fact>
        <Fact name={t('annunciation.maintenance.by')}>{window.created_by ?? '—'}</Fact>
        {window.ended_at ? (
          <Fact name={t('annunciation.maintenance.ended')}>
            {format.time(window.ended_at, 'full')} · {window.ended_by ?? '—'}
          </Fact>
        ) : null}
      </Facts>
      <ConfirmAct
        isOpen={isEnding}
        onClose={() => setEnding(false)}
        title={t('annunciation.maintenance.confirmEnd', { name: nameOf(window) })}
        verb={t('annunciation.maintenance.endNow')}
        run={async () => {
          await change.mutateAsync({ method: 'POST', path: `/maintenance/${window.id}/end` })
          toast(t('annunciation.maintenance.over'))
        }}
      >
        {t('annunciation.maintenance.endHint')}
      </ConfirmAct>
    </article>
  )
}

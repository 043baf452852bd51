import { Button, Tooltip } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../../api/queries/session.ts'
import type { Incident } from '../../../api/types.ts'
import { IncidentActForm } from './incident-act-form.tsx'
import { ACT_PERMISSION, ACTS, type Act, isAllowed } from './incident-acts.ts'
import classes from './incident-detail.module.css'

const WORDS = { ack: 'alarms.act.acknowledge', snooze: 'alarms.act.snooze', close: 'alarms.act.close' } as const

/** What can be done now; what cannot is still there and says why. */
export function IncidentActsBar({ incident }: { incident: Incident }) {
  const { t } = useTranslation()
  const may = useMay()
  const [chosen, setChosen] = useState<Act | null>(null)
  if (incident.state === 'closed') return null

  const obstacle = (act: Act): string | null => {
    if (!may(ACT_PERMISSION[act])) return t('alarms.act.noPermission')
    return isAllowed(incident, act) ? null : t(`alarms.act.notNow.${act}`)
  }
  const open = chosen !== null && obstacle(chosen) === null ? chosen : null
  const urged = isAllowed(incident, 'ack') ? 'ack' : null
  return (
    <div className={classes.acts}>
      <div className={classes.buttons}>
        {ACTS.map((act) => {
          const reason = obstacle(act)
          return (
            <Tooltip key={act} label={reason} disabled={reason === null}>
              <Button
                {...(reason === null ? {} : { 'data-disabled': true })}
                aria-disabled={reason !== null}
                variant={act === urged && reason === null ? 'filled' : 'default'}
                aria-expanded={open === act}
                onClick={() => {
                  if (reason === null) setChosen(open === act ? null : act)
                }}
              >
                {t(WORDS[act])}
              </Button>
            </Tooltip>
          )
        })}
      </div>
      {open ? <IncidentActForm key={open} incident={incident} act={open} onDone={() => setChosen(null)} /> : null}
    </div>
  )
}

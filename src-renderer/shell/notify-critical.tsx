import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { onConsole } from '../api/live.ts'
import { incidentMessage } from '../format/incident.ts'
import { platform } from '../platform.ts'

/** A critical alarm reaches the operator also when the window is behind another. */
export function NotifyCritical() {
  const { t } = useTranslation()
  useEffect(() => {
    const told = new Set<string>()
    return onConsole((message) => {
      if (message.type !== 'incident' || !document.hidden) return
      const { incident } = message
      const key = `${incident.id}#${incident.occurrence_count}`
      if (incident.severity !== 'critical' || incident.status !== 'active' || told.has(key)) return
      told.add(key)
      platform
        .notify({
          title: t('shell.notify.title'),
          body: incidentMessage(incident),
          path: `/alarms?incident=${incident.id}`,
        })
        .catch(() => undefined)
    })
  }, [t])
  return null
}

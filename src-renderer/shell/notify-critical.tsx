import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { onConsole } from '../api/live.ts'
import { useSession } from '../api/queries/session.ts'
import { incidentMessage } from '../format/incident.ts'
import { incidentPath } from '../paths.ts'
import { platform } from '../platform.ts'

/** A critical alarm reaches the operator also when the window is behind another. */
export function NotifyCritical() {
  useEscalatedNotices()

  const { t } = useTranslation()
  useEffect(() => {
    const told = new Set<string>()
    return onConsole((message) => {
      if (message.type !== 'incident' || !document.hidden) return
      const { incident } = message
      const key = `${incident.id}#${incident.occurrence_count}#${incident.reminder_count}`
      if (incident.severity !== 'critical' || incident.status !== 'active' || told.has(key)) return
      if (incident.is_suppressed) return
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

/** What an escalation asks to be told to this user, wherever the window is. */
function useEscalatedNotices(): void {
  const { t } = useTranslation()
  const { user } = useSession()
  useEffect(
    () =>
      onConsole((message) => {
        if (message.type !== 'notice' || message.user_id !== user.id) return
        const [id] = message.incident_ids
        if (id === undefined) return
        const count = message.incident_ids.length
        platform
          .notify({
            title: t('shell.notify.unanswered'),
            body: count === 1 ? t('shell.strip.openNewest') : t('shell.notify.several', { count }),
            path: count === 1 ? incidentPath(id) : '/alarms?view=unacknowledged',
          })
          .catch(() => undefined)
      }),
    [t, user.id],
  )
}

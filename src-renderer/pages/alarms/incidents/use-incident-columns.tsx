import { Tooltip } from '@mantine/core'
import { IconActivity } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Incident } from '../../../api/types.ts'
import { Age } from '../../../components/age.tsx'
import type { Column } from '../../../components/data-table/column.ts'
import { SEVERITY_RANK, SeverityWord } from '../../../components/severity-mark.tsx'
import { Value } from '../../../components/value.tsx'
import { incidentMessage, isCalling, shortMessage } from '../../../format/incident.ts'
import { useFormat } from '../../../format/use-format.ts'
import { IncidentStateWord } from './incident-state-word.tsx'
import { suppressionText } from './suppression-text.ts'
import type { View } from './views.ts'

/** Sort keys are the hub's field names. */
export function useIncidentColumns(view: View): readonly Column<Incident>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const silenced = useSilencedColumns(view)
  return useMemo<Column<Incident>[]>(
    () => [
      {
        key: 'severity',
        header: t('alarms.column.severity'),
        width: 100,
        isSortable: true,
        cell: (incident) => <SeverityWord severity={incident.severity} isCalling={isCalling(incident)} />,
        plain: (incident) => SEVERITY_RANK[incident.severity],
      },
      {
        key: 'state',
        header: t('alarms.column.state'),
        width: 146,
        isSortable: true,
        cell: (incident) => <IncidentStateWord state={incident.state} />,
        plain: (incident) => t(`alarms.state.${incident.state}`),
      },
      {
        key: 'device_name',
        header: t('alarms.column.device'),
        width: { share: 1, min: 110 },
        cell: (incident) => incident.device_name ?? incident.gateway_name ?? '—',
        plain: (incident) => incident.device_name,
      },
      {
        key: 'message',
        header: t('alarms.column.message'),
        width: { share: 1.8, min: 140 },
        cell: (incident) => <span title={incidentMessage(incident)}>{shortMessage(incident)}</span>,
        plain: incidentMessage,
      },
      ...silenced,
      {
        key: 'value',
        header: t('alarms.column.value'),
        width: 92,
        align: 'end',
        cell: (incident) =>
          incident.value === null ? '' : <Value metric={incident.metric ?? ''} value={incident.value} />,
        plain: (incident) => incident.value,
      },
      {
        key: 'triggered_at',
        header: t('alarms.column.triggered'),
        width: 126,
        align: 'end',
        isSortable: true,
        cell: (incident) => format.time(incident.triggered_at),
        plain: (incident) => format.time(incident.triggered_at, 'full'),
      },
      {
        key: 'age',
        header: t('alarms.column.age'),
        width: 92,
        align: 'end',
        cell: (incident) => <Age since={incident.triggered_at} until={incident.cleared_at ?? incident.closed_at} />,
      },
      {
        key: 'occurrence_count',
        header: t('alarms.column.occurrences'),
        width: 76,
        align: 'end',
        isSortable: true,
        cell: (incident) =>
          incident.is_chattering ? (
            <Tooltip label={t('alarms.chatteringHint')}>
              <span>
                <IconActivity size={13} aria-label={t('alarms.chattering')} />{' '}
                {format.number(incident.occurrence_count)}
              </span>
            </Tooltip>
          ) : (
            format.number(incident.occurrence_count)
          ),
        plain: (incident) => incident.occurrence_count,
      },
      {
        key: 'policy_name',
        header: t('alarms.column.policy'),
        width: { share: 1, min: 120 },
        isExtra: true,
        cell: (incident) => incident.policy_name ?? '—',
        plain: (incident) => incident.policy_name,
      },
      {
        key: 'acknowledged_at',
        header: t('alarms.column.acknowledged'),
        width: 126,
        align: 'end',
        isExtra: true,
        cell: (incident) => format.time(incident.acknowledged_at),
        plain: (incident) => incident.acknowledged_at && format.time(incident.acknowledged_at, 'full'),
      },
      {
        key: 'cleared_at',
        header: t('alarms.column.cleared'),
        width: 126,
        align: 'end',
        isExtra: true,
        cell: (incident) => format.time(incident.cleared_at),
        plain: (incident) => incident.cleared_at && format.time(incident.cleared_at, 'full'),
      },
    ],
    [t, format, silenced],
  )
}

/** Where something is silenced, what silences it and until when. */
function useSilencedColumns(view: View): readonly Column<Incident>[] {
  const { t } = useTranslation()
  const format = useFormat()
  return useMemo<Column<Incident>[]>(() => {
    if (view === 'snoozed') {
      return [
        {
          key: 'snooze_reason',
          header: t('alarms.column.reason'),
          width: { share: 1, min: 120 },
          cell: (incident) => incident.snooze_reason ?? '—',
          plain: (incident) => incident.snooze_reason,
        },
        {
          key: 'snoozed_until',
          header: t('alarms.column.until'),
          width: 126,
          align: 'end',
          isSortable: true,
          cell: (incident) => format.time(incident.snoozed_until),
          plain: (incident) => incident.snoozed_until,
        },
      ]
    }
    if (view !== 'suppressed') return []
    return [
      {
        key: 'suppressed_by',
        header: t('alarms.column.reason'),
        width: { share: 1, min: 160 },
        cell: (incident) => suppressionText(t, incident),
        plain: (incident) => suppressionText(t, incident),
      },
    ]
  }, [view, t, format])
}

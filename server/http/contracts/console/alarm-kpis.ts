import { z } from 'zod'
import type { StandingAlarm } from '../../../core/alarms/kpi.types.ts'
import { PRIORITIES, TIME_BARS_S, type Times } from '../../../core/alarms/kpi-tally.ts'
import { KPI_TARGETS, type KpiTarget } from '../../../core/alarms/kpi-targets.ts'
import type { Core } from '../../../core/core.ts'
import { instant, iso, isoOrNull } from '../../fields.ts'
import { type Language, routesOf } from '../../kit.ts'
import { incidentToWire } from '../platform/incident-wire.ts'

const route = routesOf<Core>()

const timesToWire = (times: Times) => ({
  count: times.count,
  mean_s: secondsOf(times.meanMs),
  median_s: secondsOf(times.medianMs),
  p90_s: secondsOf(times.p90Ms),
  bars: TIME_BARS_S.map((upToS, index) => ({ up_to_s: upToS, count: times.bars[index] ?? 0 })),
})
const secondsOf = (ms: number | null): number | null => (ms === null ? null : ms / 1000)

const standingToWire = (alarm: StandingAlarm) => ({
  incident_id: alarm.incidentId,
  severity: alarm.severity,
  subject: alarm.subjectName,
  policy_name: alarm.policyName,
  triggered_at: iso(alarm.triggeredAt),
  occurrence_count: alarm.occurrenceCount,
})

const targetsToWire = (language: Language) =>
  Object.fromEntries(
    Object.entries(KPI_TARGETS).map(([key, { text, source }]: [string, KpiTarget]) => [
      key,
      { text: text[language], source },
    ]),
  )

export const alarmKpiRoutes = [
  route({
    at: 'GET /alarms/kpis',
    needs: 'alarms:read',
    summary: 'How well the alarm system serves its operators, with what is commonly asked of one',
    status: 200,
    query: z.strictObject({ start: instant, end: instant }),
    run: async ({ actor, query, caller, core }) => {
      const kpis = await core.alarmKpis.of(actor, query.start, query.end)
      const priorities = Object.fromEntries(
        PRIORITIES.map((priority) => [
          priority,
          {
            count: kpis.priorities[priority],
            share: kpis.annunciated === 0 ? null : kpis.priorities[priority] / kpis.annunciated,
          },
        ]),
      )
      return {
        start: iso(kpis.start),
        end: iso(kpis.end),
        operators: kpis.operators,
        annunciated: kpis.annunciated,
        per_day: kpis.perDay.map(({ at, count }) => ({ at: iso(at), count })),
        per_operator_10_min: {
          mean: kpis.perOperatorPer10Min.mean,
          peak: kpis.perOperatorPer10Min.peak,
          peak_at: isoOrNull(kpis.perOperatorPer10Min.peakAt),
          share_above_10: kpis.busySlots,
        },
        peak_hour: kpis.peakHour && { at: iso(kpis.peakHour.at), count: kpis.peakHour.count },
        flood: { count: kpis.floods, duration_s: kpis.floodMs / 1000, share: kpis.floodShare },
        standing: kpis.standing,
        stale: {
          total: kpis.staleTotal,
          items: kpis.stale.map((incident) => incidentToWire(incident, caller.language)),
        },
        chattering: kpis.chattering.map(standingToWire),
        top: {
          share: kpis.annunciated === 0 ? null : kpis.topCount / kpis.annunciated,
          items: kpis.top.map((source) => ({
            policy_id: source.policyId,
            policy_name: core.alarms.policyName(source.policyId),
            device_id: source.deviceId,
            device_name: (source.deviceId && core.inventory.devices.get(source.deviceId)?.name) || null,
            gateway_id: source.gatewayId,
            gateway_name: (source.gatewayId && core.inventory.gateways.get(source.gatewayId)?.name) || null,
            count: source.count,
            share: source.count / kpis.annunciated,
          })),
        },
        priorities,
        unacknowledged: kpis.unacknowledged,
        to_acknowledge: timesToWire(kpis.toAcknowledge),
        to_normal: timesToWire(kpis.toNormal),
        targets: targetsToWire(caller.language),
      }
    },
  }),
]

import type { Core } from '../../../core/core.ts'
import { idPath } from '../../fields.ts'
import { routesOf } from '../../kit.ts'
import { policyToWire } from '../platform/alarm-policies.ts'
import { incidentToWire } from '../platform/incident-wire.ts'

const route = routesOf<Core>()
const TREND_POINTS = 600

export const incidentViewRoutes = [
  route({
    at: 'GET /incidents/{id}/context',
    needs: 'alarms:read',
    summary: 'An incident with its policy and the trend around the event',
    status: 200,
    params: idPath,
    run: async ({ actor, params, caller, core }) => {
      const { incident, policy, trend } = await core.alarms.context(actor, params.id)
      const canMeasure = actor.permissions.has('measurements:read')
      const series =
        trend === null || !canMeasure || !core.inventory.devices.has(trend.deviceId)
          ? null
          : (
              await core.telemetry.series(actor, trend.deviceId, {
                metrics: [trend.metric],
                start: trend.start,
                end: trend.end,
                maxPoints: TREND_POINTS,
              })
            ).series.get(trend.metric)
      return {
        incident: incidentToWire(incident, caller.language),
        policy: policy && policyToWire(policy),
        series: series && { metric: trend?.metric, unit: series.unit, points: series.points },
      }
    },
  }),
]

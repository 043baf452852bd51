import type { Core } from '../../../core/core.ts'
import { iso } from '../../fields.ts'
import { routesOf } from '../../kit.ts'
import { incidentToWire } from '../platform/incident-wire.ts'

const route = routesOf<Core>()
const NEWEST = 20

export const siteViewRoutes = [
  route({
    at: 'GET /overview',
    needs: 'measurements:read',
    summary: 'The whole marina in a few figures',
    status: 200,
    run: async ({ actor, caller, core }) => {
      const answer = await core.overview.of(actor)
      const canSeeAlarms = actor.permissions.has('alarms:read')
      const counts = canSeeAlarms ? await core.alarms.counts(actor) : null
      const newest = canSeeAlarms ? await core.alarms.open(actor, NEWEST) : []
      return {
        power_kw: answer.powerKw,
        power_quality: answer.powerQuality,
        energy_today_kwh: answer.energyTodayKwh,
        energy_yesterday_kwh: answer.energyYesterdayKwh,
        devices: answer.devices,
        gateways: answer.gateways,
        incidents: {
          by_severity: counts?.bySeverity ?? {},
          unacknowledged: counts?.unacknowledged ?? 0,
          newest: newest.map((incident) => incidentToWire(incident, caller.language)),
        },
        power_series: {
          start: iso(answer.powerSeries.start),
          step_s: answer.powerSeries.stepS,
          values: answer.powerSeries.values,
        },
        top_devices: answer.topDevices.map(({ device, powerKw }) => ({
          device_id: device.id,
          name: device.name,
          power_kw: powerKw,
        })),
      }
    },
  }),
  route({
    at: 'GET /site-plans',
    needs: 'sites:read',
    summary: 'The plans of the subregions that have one',
    status: 200,
    run: async ({ actor, core }) => ({
      items: (await core.sites.sitePlans(actor)).map((subregion) => ({
        subregion_id: subregion.id,
        region_id: subregion.regionId,
        name: subregion.name,
        site_plan: subregion.sitePlan,
      })),
    }),
  }),
]

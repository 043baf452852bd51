import type { Core } from '../../../core/core.ts'
import { idPath, iso, listQuery } from '../../fields.ts'
import { routesOf } from '../../kit.ts'
import { listToWire, pageOf } from '../platform/list.ts'

const route = routesOf<Core>()

export const systemViewRoutes = [
  route({
    at: 'GET /system',
    needs: 'system:read',
    summary: 'The hub about itself',
    status: 200,
    run: async ({ actor, core }) => {
      const report = await core.system.report(actor)
      const { series, points, bytes, pendingPoints, committedPoints, droppedPoints, lastCommitMs } = report.telemetry
      return {
        version: report.version,
        uptime_s: report.uptimeS,
        node: report.node,
        database: report.database,
        telemetry: {
          series,
          points,
          bytes,
          pending_points: pendingPoints,
          committed_points: committedPoints,
          dropped_points: droppedPoints,
          last_commit_ms: lastCommitMs,
        },
        mqtt_url: report.mqttUrl,
        data_folder: report.dataFolder,
      }
    },
  }),
  route({
    at: 'GET /serial-ports',
    needs: 'gateways:write',
    summary: 'Serial ports of the machine that talks to the hardware',
    status: 200,
    run: async ({ actor, core }) => ({ items: await core.diagnostics.serialPorts(actor) }),
  }),
  route({
    at: 'GET /inbox',
    needs: 'gateways:read',
    summary: 'MQTT messages that could not be understood, with the reason and how often',
    status: 200,
    query: listQuery(['last_at'], {}),
    run: async ({ actor, query, core }) =>
      listToWire(await core.diagnostics.inbox(actor, pageOf(query)), query, (entry) => ({
        id: entry.id,
        gateway_id: entry.gatewayId,
        client_id: entry.clientId,
        topic: entry.topic,
        reason: entry.reason,
        sample: entry.sample,
        count: entry.count,
        first_at: iso(entry.firstAt),
        last_at: iso(entry.lastAt),
      })),
  }),
  route({
    at: 'DELETE /inbox/{id}',
    needs: 'gateways:write',
    summary: 'Dismisses an inbox entry',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.diagnostics.dismiss(actor, params.id),
  }),
]

import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { AppError } from '../../../core/errors.ts'
import { routesOf } from '../../kit.ts'

const route = routesOf<Core>()

export const systemRoutes = [
  route({
    at: 'GET !/health',
    needs: 'public',
    summary: 'Sağlık kontrolü',
    status: 200,
    returns: z.object({ status: z.literal('ok'), version: z.string(), uptime_s: z.number() }),
    run: async ({ core }) => {
      const { status, version, uptimeS } = core.system.health()
      return { status, version, uptime_s: uptimeS }
    },
  }),
  route({
    at: 'GET !/readiness',
    needs: 'public',
    summary: 'DB hazırlık',
    status: 200,
    returns: z.object({ status: z.literal('ready'), database: z.literal('ok') }),
    run: async ({ core }) => {
      if (!(await core.system.isReady()))
        throw new AppError('INTERNAL_ERROR', { tr: 'Veritabanı yanıt vermiyor', en: 'The database does not answer' })
      return { status: 'ready', database: 'ok' }
    },
  }),
  route({
    at: 'GET !/ws/stats',
    needs: 'signed-in',
    summary: 'Hub istatistikleri',
    status: 200,
    returns: z.object({
      clients: z.number(),
      subscriptions: z.number(),
      queues: z.object({ devices: z.number(), bytes: z.number() }),
      rates: z.object({ messages_per_s: z.number(), readings_per_s: z.number() }),
      merged_readings: z.number(),
    }),
    run: async ({ core }) => {
      const stats = core.system.sockets()
      return {
        clients: stats.clients,
        subscriptions: stats.subscriptions,
        queues: { devices: stats.queuedDevices, bytes: stats.bufferedBytes },
        rates: { messages_per_s: stats.messagesPerS, readings_per_s: stats.readingsPerS },
        merged_readings: stats.mergedReadings,
      }
    },
  }),
  route({
    at: 'GET /config/public',
    needs: 'public',
    summary: 'Frontend config',
    status: 200,
    returns: z.object({
      setup_required: z.boolean(),
      demo: z.boolean(),
      version: z.string(),
      languages: z.array(z.string()),
      map: z.object({ pmtiles: z.array(z.string()) }),
    }),
    run: async ({ core }) => {
      const { setupRequired, isDemo, version, languages, baseMaps } = await core.system.publicConfig()
      return { setup_required: setupRequired, demo: isDemo, version, languages, map: { pmtiles: baseMaps } }
    },
  }),
]

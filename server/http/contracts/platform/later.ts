import type { Core } from '../../../core/core.ts'
import { AppError } from '../../../core/errors.ts'
import { type Route, routesOf } from '../../kit.ts'

const route = routesOf<Core>()

/** Lines of platform.md that this version does not serve. They answer the contract's own 404, to signed-in callers only. */
export const LATER = [
  'POST /gateways/{id}/rawconfig/sync',
  'GET /gateways/{id}/rawconfig/preview',
  'GET /devices/{id}/energy-consumption',
  'GET /measurements/reactive-ratio',
  'POST /measurements/export',
  'POST /firmware/versions',
  'GET /firmware/versions',
  'GET /firmware/versions/{id}',
  'GET /firmware/versions/{id}/download',
  'PATCH /firmware/versions/{id}',
  'POST /firmware/versions/{id}/release',
  'POST /firmware/versions/{id}/deprecate',
  'POST /ota/updates',
  'POST /ota/updates/batch',
  'GET /ota/updates',
  'GET /ota/updates/{id}',
  'POST /ota/updates/{id}/cancel',
  'POST /ota/updates/{id}/retry',
  'GET /loto/points',
  'POST /loto/points',
  'GET /loto/sessions',
  'POST /loto/sessions',
  'GET /loto/sessions/{id}',
  'PUT /loto/sessions/{id}',
  'POST /loto/sessions/{id}/approve',
  'POST /loto/sessions/{id}/reject',
  'POST /loto/sessions/{id}/apply',
  'POST /loto/sessions/{id}/release',
  'POST /loto/locks',
  'DELETE /loto/locks/{id}',
  'GET /subregions/{id}/widgets',
  'POST /widgets',
  'PUT /widgets/{id}',
  'DELETE /widgets/{id}',
  'POST /internal/gateway/connected',
  'POST /internal/gateway/disconnected',
] as const satisfies readonly Route<Core>['at'][]

export const laterRoutes = LATER.map((at) =>
  route({
    at,
    needs: 'signed-in',
    summary: 'Bu sürümde sunulmuyor',
    status: 200,
    run: async () => {
      throw new AppError('RESOURCE_NOT_FOUND', {
        tr: 'Bu uç nokta bu sürümde sunulmuyor',
        en: 'This endpoint is not served in this version',
      })
    },
  }),
)

import type { Core } from '../../../core/core.ts'
import { AppError } from '../../../core/errors.ts'
import { type Route, routesOf } from '../../kit.ts'

const route = routesOf<Core>()

/** Lines of platform.md that this version does not serve. They answer the contract's own 404, to signed-in callers only. */
export const LATER = [
  'POST /gateways/{id}/rawconfig/sync',
  'GET /gateways/{id}/rawconfig/preview',
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

import { z } from 'zod'
import type { PointState } from '../../../core/control/control.ts'
import type { Core } from '../../../core/core.ts'
import { idPath, isoOrNull, text } from '../../fields.ts'
import { type Language, routesOf } from '../../kit.ts'

const route = routesOf<Core>()

const pointToWire = ({ point, value, quality, at, lockedBy }: PointState, language: Language) => ({
  point: point.key,
  name: point.name[language],
  kind: point.kind,
  metric: point.metric,
  unit: point.unit,
  min: point.min,
  max: point.max,
  step: point.step,
  options:
    point.options?.map((option) => ({
      value: option.value,
      name: option.name[language],
      /** What it does to the world, as a clause after the device's name. */
      effect: option.effect?.[language] ?? null,
      is_energising: point.energising?.includes(option.value) ?? true,
    })) ?? null,
  value,
  quality,
  timestamp: isoOrNull(at),
  locked_by: lockedBy && {
    session_id: lockedBy.sessionId,
    number: lockedBy.number,
    may_switch_off: lockedBy.maySwitchOff,
  },
})

export const controlRoutes = [
  route({
    at: 'GET /devices/{id}/points',
    needs: 'devices:read',
    summary: 'What can be written, its present value, and the lock-out in the way',
    status: 200,
    params: idPath,
    run: async ({ actor, params, caller, core }) => {
      const points = await core.control.points(actor, params.id)
      const isOnline = core.devices.get(actor, params.id).isOnline
      return { items: points.map((point) => ({ ...pointToWire(point, caller.language), is_online: isOnline })) }
    },
  }),
  route({
    at: 'POST /devices/{id}/write',
    needs: 'devices:control',
    summary: 'Write one point and read it back',
    status: 200,
    params: idPath,
    body: z.strictObject({
      point: z.string().min(1).max(64),
      value: z.union([z.number(), z.boolean().transform(Number)]),
      reason: text(500).optional(),
    }),
    run: async ({ actor, params, body, core }) => {
      const { point, value, reason = null } = body
      const { readBack, isConfirmed, cause } = await core.control.write(actor, params.id, { point, value, reason })
      // What the device or the line did wrong is told beside the answer, never in place of it.
      return { point, requested: value, read_back: readBack, confirmed: isConfirmed, ...(cause !== null && { cause }) }
    },
  }),
]

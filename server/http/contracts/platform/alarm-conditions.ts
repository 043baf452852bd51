import { z } from 'zod'
import {
  BASELINES,
  CALENDAR_WINDOWS,
  type Condition,
  DIRECTIONS,
  ENERGY_COUNTERS,
  INEQUALITIES,
  isComposite,
  type LeafCondition,
  OPERATORS,
  type Part,
  PHASE_QUANTITIES,
  REACTIVE_KINDS,
} from '../../../core/alarms/condition.types.ts'
import { MAX_DEPTH, MAX_LEAVES } from '../../../core/alarms/policy.ts'

const metric = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9_]*$/)
const limit = z.number().nullish()

const leafShapes = {
  threshold: { type: z.literal('threshold'), metric, operator: z.enum(OPERATORS), value: z.number() },
  range: {
    type: z.literal('range'),
    metric,
    min: z.number(),
    max: z.number(),
    inside: z.boolean().default(false),
  },
  rate_of_change: { type: z.literal('rate_of_change'), metric, per_s: z.number(), value: z.number() },
  no_data: { type: z.literal('no_data'), metric: metric.nullish(), after_s: z.number() },
  deviation: {
    type: z.literal('deviation'),
    metric,
    percent: limit,
    absolute: limit,
    direction: z.enum(DIRECTIONS).default('both'),
    baseline: z.enum(BASELINES),
    min_samples: z.int().default(3),
  },
  phase_imbalance: {
    type: z.literal('phase_imbalance'),
    quantity: z.enum(PHASE_QUANTITIES),
    percent: z.number(),
    min_value: z.number().default(0),
  },
  consumption: {
    type: z.literal('consumption'),
    metric: z.enum(ENERGY_COUNTERS).default('energy_import'),
    window: z.union([z.enum(CALENDAR_WINDOWS), z.strictObject({ seconds: z.number() })]),
    operator: z.enum(INEQUALITIES),
    value: z.number(),
  },
  reactive: {
    type: z.literal('reactive'),
    kind: z.enum(REACTIVE_KINDS),
    percent_of_limit: limit,
    percent: limit,
  },
} as const

const leaves = [
  z.strictObject(leafShapes.threshold),
  z.strictObject(leafShapes.range),
  z.strictObject(leafShapes.rate_of_change),
  z.strictObject(leafShapes.no_data),
  z.strictObject(leafShapes.deviation),
  z.strictObject(leafShapes.phase_imbalance),
  z.strictObject(leafShapes.consumption),
  z.strictObject(leafShapes.reactive),
] as const
const leaf = z.discriminatedUnion('type', leaves)
type LeafBody = z.output<typeof leaf>

/** Inside a composite every part has a deadband of its own. */
const deadband = z.number().min(0).default(0)
const partLeaves = [
  z.strictObject({ ...leafShapes.threshold, deadband }),
  z.strictObject({ ...leafShapes.range, deadband }),
  z.strictObject({ ...leafShapes.rate_of_change, deadband }),
  z.strictObject({ ...leafShapes.no_data, deadband }),
  z.strictObject({ ...leafShapes.deviation, deadband }),
  z.strictObject({ ...leafShapes.phase_imbalance, deadband }),
  z.strictObject({ ...leafShapes.consumption, deadband }),
  z.strictObject({ ...leafShapes.reactive, deadband }),
] as const

interface GroupBody {
  type: 'all' | 'any'
  conditions: PartBody[]
}
interface NotBody {
  type: 'not'
  condition: PartBody
}
type PartBody = (LeafBody & { deadband: number }) | GroupBody | NotBody

/** Levels are built one by one: what is nested deeper than the deepest is refused before anything walks it. */
function partAt(depth: number): z.ZodType<PartBody> {
  if (depth >= MAX_DEPTH) return z.discriminatedUnion('type', partLeaves)
  const inner = partAt(depth + 1)
  return z.discriminatedUnion('type', [...partLeaves, ...composites(inner)])
}

const composites = (inner: z.ZodType<PartBody>) =>
  [
    z.strictObject({ type: z.enum(['all', 'any']), conditions: z.array(inner).min(1).max(MAX_LEAVES) }),
    z.strictObject({ type: z.literal('not'), condition: inner }),
  ] as const

export const condition = z.discriminatedUnion('type', [...leaves, ...composites(partAt(1))])
type ConditionBody = z.output<typeof condition>

const isGroup = (body: ConditionBody | PartBody): body is GroupBody | NotBody =>
  body.type === 'all' || body.type === 'any' || body.type === 'not'

export function conditionFrom(body: ConditionBody): Condition {
  return isGroup(body) ? groupFrom(body) : leafFrom(body)
}

function groupFrom(body: GroupBody | NotBody): Extract<Condition, { type: 'all' | 'any' | 'not' }> {
  if (body.type === 'not') return { type: 'not', condition: partFrom(body.condition) }
  return { type: body.type, conditions: body.conditions.map(partFrom) }
}

const partFrom = (body: PartBody): Part =>
  isGroup(body) ? groupFrom(body) : { ...leafFrom(body), deadband: body.deadband }

function leafFrom(body: LeafBody): LeafCondition {
  switch (body.type) {
    case 'threshold': {
      const { type, metric: of, operator, value } = body
      return { type, metric: of, operator, value }
    }
    case 'range':
      return { type: body.type, metric: body.metric, min: body.min, max: body.max, isInside: body.inside }
    case 'rate_of_change':
      return { type: body.type, metric: body.metric, perS: body.per_s, value: body.value }
    case 'no_data':
      return { type: body.type, metric: body.metric ?? null, afterS: body.after_s }
    case 'deviation':
      return {
        type: body.type,
        metric: body.metric,
        percent: body.percent ?? null,
        absolute: body.absolute ?? null,
        direction: body.direction,
        baseline: body.baseline,
        minSamples: body.min_samples,
      }
    case 'phase_imbalance':
      return { type: body.type, quantity: body.quantity, percent: body.percent, minValue: body.min_value }
    case 'consumption': {
      const { type, metric: of, window, operator, value } = body
      return { type, metric: of, window, operator, value }
    }
    case 'reactive': {
      const { type, kind, percent, percent_of_limit: percentOfLimit } = body
      return { type, kind, percent: percent ?? null, percentOfLimit: percentOfLimit ?? null }
    }
  }
}

export function conditionToWire(given: Condition | Part): object {
  if (isComposite(given)) {
    if (given.type === 'not') return { type: given.type, condition: conditionToWire(given.condition) }
    return { type: given.type, conditions: given.conditions.map(conditionToWire) }
  }
  switch (given.type) {
    case 'range': {
      const { isInside, ...rest } = given
      return { ...rest, inside: isInside }
    }
    case 'rate_of_change': {
      const { perS, ...rest } = given
      return { ...rest, per_s: perS }
    }
    case 'no_data': {
      const { afterS, ...rest } = given
      return { ...rest, after_s: afterS }
    }
    case 'deviation': {
      const { minSamples, ...rest } = given
      return { ...rest, min_samples: minSamples }
    }
    case 'phase_imbalance': {
      const { minValue, ...rest } = given
      return { ...rest, min_value: minValue }
    }
    case 'reactive': {
      const { percentOfLimit, ...rest } = given
      return { ...rest, percent_of_limit: percentOfLimit }
    }
    default:
      return given
  }
}

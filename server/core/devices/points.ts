import type { PointRegister, PointSpec, RegisterSpec, RegisterType } from '../outside.ts'

/** Least and greatest raw number of each type that can be written; floats have no bounds worth naming. */
const RAW_RANGE: Readonly<Partial<Record<RegisterType, readonly [number, number]>>> = {
  bool: [0, 1],
  u16: [0, 0xffff],
  i16: [-0x8000, 0x7fff],
  u32: [0, 0xffff_ffff],
  i32: [-0x8000_0000, 0x7fff_ffff],
  f32: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  f64: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
}

/** Everything that makes no sense in what a template says can be written; empty = sound. */
export function pointProblems(points: readonly PointSpec[], registers: readonly RegisterSpec[]): string[] {
  const keys = points.map(({ key }) => key)
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => `${key}: is given twice`)
  return [...twice, ...points.flatMap((point) => problemsOf(point, registers).map((text) => `${point.key}: ${text}`))]
}

function problemsOf(point: PointSpec, registers: readonly RegisterSpec[]): string[] {
  const { metric, register } = point
  const problems = valueProblems(point)
  if ((register === null) !== (registers.length === 0))
    problems.push(register ? 'has a register in a template without' : 'needs a register')
  if (!register) return problems
  if (metric !== null && !registers.some((each) => each.metric === metric)) problems.push(`${metric} is not measured`)
  return [...problems, ...registerProblems(register, valuesOf(point))]
}

/** Every option, or the ends of the range. */
const valuesOf = ({ options, min, max }: PointSpec): readonly number[] =>
  options?.map(({ value }) => value) ?? [min ?? 0, max ?? 0]

function valueProblems(point: PointSpec): string[] {
  const { kind, options, energising } = point
  const problems = options ? [] : rangeProblems(point)
  if (kind === 'switch' && options?.length !== 2) problems.push('a switch has two options')
  if (kind === 'command' && !options) problems.push('a command has options')
  if (!options) return problems
  if (point.min !== null || point.max !== null || point.step !== null) problems.push('has options and a range')
  const values = options.map(({ value }) => value)
  if (new Set(values).size !== values.length) problems.push('an option is given twice')
  if (energising?.some((value) => !values.includes(value))) problems.push('energising names no option')
  return problems
}

function rangeProblems({ min, max, energising }: PointSpec): string[] {
  if (min === null || max === null) return ['needs min and max, or options']
  if (energising !== null) return ['energising names options, and there are none']
  return min < max ? [] : ['min is not below max']
}

function registerProblems(register: PointRegister, values: readonly number[]): string[] {
  const { table, type, scale, offset } = register
  const range = RAW_RANGE[type]
  if (!range) return [`${type} cannot be written`]
  if (scale === 0) return ['scale 0']
  if (table === 'coil' && (type !== 'bool' || scale !== 1 || offset !== 0)) return ['coil takes only bool']
  const [least, greatest] = range
  const raws = values.map((value) => Math.round((value - offset) / scale))
  return raws.some((raw) => raw < least || raw > greatest) ? [`does not fit ${type}`] : []
}

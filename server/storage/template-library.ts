import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parse } from 'yaml'
import { pointProblems } from '../core/devices/points.ts'
import { REGISTER_WORDS } from '../core/devices/register-words.ts'
import type { PointSpec, RegisterSpec, RegisterType, TemplateSpec } from '../core/outside.ts'
import {
  type Defaults,
  defaultsFile,
  type MetricDefaults,
  type PointEntry,
  type RegisterEntry,
  type TemplateFile,
  templateFile,
} from './template-schema.ts'

/** A template file that cannot be used; the message names the file and everything wrong with it. */
export class TemplateError extends Error {
  constructor(file: string, problems: readonly string[]) {
    super(`${file}: ${problems.join('; ')}`)
    this.name = 'TemplateError'
  }
}

/**
 * Loads every template of a folder: `<folder>/<device type>/<key>.yaml`, with `<folder>/defaults.yaml` inherited.
 * Strict: an unknown, duplicate or needlessly restated key, or a value that makes no sense, throws TemplateError.
 */
export function loadTemplateLibrary(folder: string): readonly TemplateSpec[] {
  const defaults = defaultsFile.parse(readYaml(join(folder, 'defaults.yaml')))
  const templates = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml') && dirname(path) !== '.')
    .sort()
    .map((path) => loadTemplate(join(folder, path), defaults))
  const keys = templates.map((template) => template.key)
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index)
  if (twice.length > 0) throw new TemplateError(folder, [`the key ${twice.join(', ')} is given twice`])
  return templates
}

function loadTemplate(path: string, defaults: Defaults): TemplateSpec {
  const parsed = templateFile.safeParse(readYaml(path))
  if (!parsed.success)
    throw new TemplateError(
      path,
      parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`),
    )
  const template = resolve(parsed.data, defaults)
  const problems = [
    ...placeProblems(path, template),
    ...restatements(parsed.data, defaults),
    ...template.registers.flatMap((register) => registerProblems(register, template)),
    ...duplicates(template.registers),
    ...pointProblems(template.points, template.registers),
    ...(template.registers.length + template.points.length === 0 ? ['neither registers nor points'] : []),
  ]
  if (problems.length > 0) throw new TemplateError(path, problems)
  return template
}

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new TemplateError(path, [error instanceof Error ? error.message : String(error)])
  }
}

function resolve(file: TemplateFile, defaults: Defaults): TemplateSpec {
  const limits = { ...defaults.limits, ...file.limits }
  return {
    id: idOf(file.key),
    key: file.key,
    name: file.name,
    manufacturer: file.manufacturer,
    deviceType: file.device_type,
    version: file.version,
    verified: file.verified,
    source: file.source,
    limits: {
      maxRead: limits.max_read,
      maxGap: limits.max_gap,
      minGapMs: limits.min_gap_ms,
      forbidden: limits.forbidden,
    },
    registers: file.registers.map((entry) => resolveRegister(entry, file, defaults)),
    points: file.points.map((entry) => resolvePoint(entry, file, defaults)),
  }
}

function resolveRegister(entry: RegisterEntry, file: TemplateFile, defaults: Defaults): RegisterSpec {
  const metric = metricDefaults(entry.metric, defaults)
  const full = { ...defaults.register, ...file.defaults, ...metric, ...entry }
  const length = full.length ?? REGISTER_WORDS[full.type] ?? 0
  return {
    metric: full.metric,
    table: full.table,
    address: full.address,
    length,
    type: full.type,
    byteOrder: full.byte_order,
    wordOrder: full.word_order,
    scale: full.scale,
    offset: full.offset,
    scaleRegister: full.scale_register ?? null,
    unit: full.unit ?? '',
    pollClass: full.poll_class,
    invalid: full.invalid ?? [],
    labels: full.labels ?? null,
    counter: entry.counter ?? (metric.is_counter ? { modulus: modulusOf(full), resettable: false } : null),
  }
}

function resolvePoint(entry: PointEntry, file: TemplateFile, defaults: Defaults): PointSpec {
  const { key, name, kind, metric = null, min = null, max = null, step = null, energising = null } = entry
  const unit = entry.unit ?? (metric === null ? '' : (metricDefaults(metric, defaults).unit ?? ''))
  const options = entry.options?.map((option) => ({ ...option, effect: option.effect ?? null })) ?? null
  const rest = { key, name, kind, metric, unit, min, max, step, options, energising }
  if (!entry.register) return { ...rest, register: null }
  const full = { ...defaults.register, ...file.defaults, ...entry.register }
  return {
    ...rest,
    register: {
      table: entry.register.table ?? 'holding',
      address: full.address,
      type: full.type,
      byteOrder: full.byte_order,
      wordOrder: full.word_order,
      scale: full.scale,
      offset: full.offset,
      isWrittenAsList: full.is_written_as_list ?? false,
    },
  }
}

/** What is known of a metric by its name: the longest entry that it is or begins with. */
function metricDefaults(metric: string, { metrics }: Defaults): MetricDefaults {
  const [best] = Object.keys(metrics)
    .filter((prefix) => metric === prefix || metric.startsWith(`${prefix}_`))
    .sort((a, b) => b.length - a.length)
  return (best !== undefined && metrics[best]) || {}
}

/** Where an unsigned counter starts again, in canonical units. Floats and signed counters do not wrap predictably. */
function modulusOf({ type, scale }: { type: RegisterType; scale: number }): number | null {
  if (type === 'u16' || type === 'u32' || type === 'u48' || type === 'u64')
    return 2 ** (16 * (REGISTER_WORDS[type] ?? 0)) * scale
  return null
}

/** A stable uuid (version 8) of a built-in template, the same on every machine. */
function idOf(key: string): string {
  const hex = createHash('sha256').update(`quaywatch template ${key}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function placeProblems(path: string, { key, deviceType }: TemplateSpec): string[] {
  const wanted = join(deviceType, `${key}.yaml`)
  return join(basename(dirname(path)), basename(path)) === wanted ? [] : [`belongs at ${wanted}`]
}

/** A value that is inherited anyway hides what is special about a device. */
function restatements(file: TemplateFile, defaults: Defaults): string[] {
  const base: Record<string, unknown> = { ...defaults.register, ...file.defaults }
  const problems: string[] = []
  for (const entry of file.registers) {
    const inherited = {
      ...base,
      ...metricDefaults(entry.metric, defaults),
      length: REGISTER_WORDS[entry.type ?? 'string'],
    }
    for (const [key, value] of Object.entries(entry))
      if (inherited[key as keyof typeof inherited] === value) problems.push(`${entry.metric}: ${key} is inherited`)
  }
  return problems
}

function registerProblems(register: RegisterSpec, { limits }: TemplateSpec): string[] {
  const { metric, table, type, length, address, scale } = register
  const isBit = table === 'coil' || table === 'discrete'
  const problems: string[] = []
  if (length === 0) problems.push('needs a length')
  if (REGISTER_WORDS[type] !== undefined && REGISTER_WORDS[type] !== length)
    problems.push(`${type} takes ${REGISTER_WORDS[type]} registers`)
  if (isBit && type !== 'bool') problems.push(`${table} holds only bool`)
  if (length > limits.maxRead) problems.push(`is longer than max_read ${limits.maxRead}`)
  if (address + length > 0x10000) problems.push('ends beyond address 65535')
  if (scale === 0) problems.push('scale 0')
  if ((type === 'bitfield' || type === 'enum') && length > 4) problems.push(`${type} of more than 4 registers`)
  if (limits.forbidden.some(([first, last]) => address <= last && address + length > first))
    problems.push('lies in a forbidden range')
  return problems.map((problem) => `${metric}: ${problem}`)
}

function duplicates(registers: readonly RegisterSpec[]): string[] {
  const metrics = registers.map((register) => register.metric)
  return metrics
    .filter((metric, index) => metrics.indexOf(metric) !== index)
    .map((metric) => `${metric} is given twice`)
}

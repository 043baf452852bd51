import type { z } from 'zod'

/** One schema failure in the words that FastAPI (pydantic) gives it, as platform.md documents. */
export interface SchemaIssue {
  readonly loc: readonly (string | number)[]
  readonly msg: string
  readonly type: string
}

type Place = 'path' | 'query' | 'body'
type Issue = z.core.$ZodIssue

const TYPE_WORDS: Record<string, { msg: string; type: string }> = {
  string: { msg: 'str type expected', type: 'type_error.str' },
  int: { msg: 'value is not a valid integer', type: 'type_error.integer' },
  number: { msg: 'value is not a valid float', type: 'type_error.float' },
  boolean: { msg: 'value could not be parsed to a boolean', type: 'type_error.bool' },
  array: { msg: 'value is not a valid list', type: 'type_error.list' },
  object: { msg: 'value is not a valid dict', type: 'type_error.dict' },
  record: { msg: 'value is not a valid dict', type: 'type_error.dict' },
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Object.getOwnPropertyDescriptor(value, key)?.value
  }
  return value
}

function boundWords(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): { msg: string; type: string } {
  const isLow = issue.code === 'too_small'
  const bound = isLow ? issue.minimum : issue.maximum
  const side = isLow ? 'least' : 'most'
  const edge = isLow ? 'min' : 'max'
  if (issue.origin === 'string')
    return { msg: `ensure this value has at ${side} ${bound} characters`, type: `value_error.any_str.${edge}_length` }
  if (issue.origin === 'array')
    return { msg: `ensure this value has at ${side} ${bound} items`, type: `value_error.list.${edge}_items` }
  const relation = isLow ? 'greater' : 'less'
  const code = isLow ? 'g' : 'l'
  return issue.inclusive
    ? { msg: `ensure this value is ${relation} than or equal to ${bound}`, type: `value_error.number.not_${code}e` }
    : { msg: `ensure this value is ${relation} than ${bound}`, type: `value_error.number.not_${code}t` }
}

const FORMAT_WORDS: Record<string, { msg: string; type: string }> = {
  email: { msg: 'value is not a valid email address', type: 'value_error.email' },
  uuid: { msg: 'value is not a valid uuid', type: 'type_error.uuid' },
  datetime: { msg: 'invalid datetime format', type: 'value_error.datetime' },
}

function wordsOf(issue: Issue, value: unknown): { msg: string; type: string } {
  switch (issue.code) {
    case 'invalid_type':
      if (value === null) return { msg: 'none is not an allowed value', type: 'type_error.none.not_allowed' }
      return TYPE_WORDS[issue.expected] ?? { msg: 'value is not valid', type: 'type_error' }
    case 'too_small':
    case 'too_big':
      return boundWords(issue)
    case 'invalid_format':
      return (
        FORMAT_WORDS[issue.format] ?? {
          msg: 'string does not match the expected pattern',
          type: 'value_error.str.regex',
        }
      )
    case 'invalid_value':
      return {
        msg: `value is not a valid enumeration member; permitted: ${issue.values.map((v) => `'${String(v)}'`).join(', ')}`,
        type: 'type_error.enum',
      }
    default: {
      const params = 'params' in issue ? (issue.params as { type?: string } | undefined) : undefined
      return { msg: issue.message, type: params?.type ?? 'value_error' }
    }
  }
}

function expand(place: Place, issue: Issue, input: unknown, base: readonly PropertyKey[]): SchemaIssue[] {
  const path = [...base, ...issue.path]
  const loc = [place, ...path.map((key) => (typeof key === 'symbol' ? String(key) : key))]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      loc: [...loc, key],
      msg: 'extra fields not permitted',
      type: 'value_error.extra',
    }))
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The branch that came furthest explains best what the sender meant.
    const best = [...issue.errors].sort((a, b) => a.length - b.length)[0] ?? []
    return best.flatMap((inner) => expand(place, inner, input, path))
  }
  const value = valueAt(input, path)
  if (
    value === undefined &&
    (issue.code === 'invalid_type' || issue.code === 'invalid_value' || issue.code === 'invalid_union')
  ) {
    return [{ loc, msg: 'field required', type: 'value_error.missing' }]
  }
  return [{ loc, ...wordsOf(issue, value) }]
}

/** Zod's issues in pydantic's words. `input` is what was parsed, to tell missing from wrong. */
export function schemaIssues(place: Place, error: z.core.$ZodError, input: unknown): SchemaIssue[] {
  return error.issues.flatMap((issue) => expand(place, issue, input, []))
}

/** Refusal of a schema, on its way to the contract's failSchema. */
export class SchemaRefusal extends Error {
  readonly issues: readonly SchemaIssue[]

  constructor(issues: readonly SchemaIssue[]) {
    super('The request does not fit its schema')
    this.issues = issues
  }
}

/** Parses a part of a body whose schema is known only once something was looked up. @throws SchemaRefusal */
export function parsedBody<S extends z.ZodType>(schema: S, input: unknown, at: readonly string[]): z.output<S> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw new SchemaRefusal(
    schemaIssues('body', result.error, input).map((issue) => ({
      ...issue,
      loc: ['body', ...at, ...issue.loc.slice(1)],
    })),
  )
}

import { z } from 'zod'

const TAB = 9
const NEWLINE = 10
const isControl = (character: string): boolean => {
  const code = character.charCodeAt(0)
  return (code < 32 && code !== TAB && code !== NEWLINE) || code === 127
}

/** Text that people type: trimmed, no control characters, bounded. */
export const text = (max = 200) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => ![...value].some(isControl), {
      message: 'control characters are not allowed',
      params: { type: 'value_error.str.control' },
    })
export const id = z.string().min(1).max(100)
export const email = z.string().trim().toLowerCase().max(254).pipe(z.email())
export const password = z.string().min(8).max(256)
export const latitude = z.number().min(-90).max(90)
export const longitude = z.number().min(-180).max(180)
/** ISO 8601 with a zone, to epoch milliseconds. */
export const instant = z.iso.datetime({ offset: true }).transform((value) => Date.parse(value))
export const timeZone = z
  .string()
  .max(64)
  .refine(
    (zone) => {
      try {
        new Intl.DateTimeFormat('en', { timeZone: zone })
        return true
      } catch {
        return false
      }
    },
    { message: 'value is not a valid IANA time zone', params: { type: 'value_error.time_zone' } },
  )

/** A calendar month, e.g. 2026-05. */
export const month = z.string().regex(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/)

export const idPath = z.object({ id })

/** Query-string forms: text that must read as a number, a flag or an instant. */
export const queryInt = (min: number, max: number) =>
  z
    .string()
    .refine((value) => /^[+-]?\d{1,15}$/.test(value), {
      message: 'value is not a valid integer',
      params: { type: 'type_error.integer' },
    })
    .transform(Number)
    .pipe(z.number().min(min).max(max))
export const queryNumber = z
  .string()
  .refine((value) => value.trim() !== '' && Number.isFinite(Number(value)), {
    message: 'value is not a valid float',
    params: { type: 'type_error.float' },
  })
  .transform(Number)
export const queryFlag = z
  .string()
  .refine((value) => /^(true|false|1|0)$/i.test(value), {
    message: 'value could not be parsed to a boolean',
    params: { type: 'type_error.bool' },
  })
  .transform((value) => /^(true|1)$/i.test(value))

/** skip, limit, sort_by and sort_order of a platform list (platform.md, Pagination). The first key is the default. */
export function listQuery<const Key extends string, Filters extends z.ZodRawShape>(
  sortKeys: readonly [Key, ...Key[]],
  filters: Filters,
) {
  return z.strictObject({
    skip: queryInt(0, 1e9).default(0),
    limit: queryInt(1, 200).default(50),
    sort_by: z.enum(sortKeys).default(sortKeys[0] as never),
    sort_order: z.enum(['asc', 'desc']).default('desc'),
    ...filters,
  })
}

export const iso = (at: number): string => new Date(at).toISOString()
export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

import { z } from 'zod'
import { REGISTER_WORDS } from '../../../core/devices/register-words.ts'
import {
  POINT_KINDS,
  type PointSpec,
  REGISTER_TYPES,
  type RegisterSpec,
  type TemplateSpec,
} from '../../../core/outside.ts'

const order = z.enum(['big', 'little'])
const integerText = z.string().regex(/^-?\d{1,20}$/)

/** One register as it is downloaded and uploaded. Addresses are PDU (0-based). */
export const registerRow = z
  .strictObject({
    metric: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/),
    table: z.enum(['coil', 'discrete', 'input', 'holding']),
    address: z.int().min(0).max(65_535),
    length: z.int().min(1).max(125).optional(),
    type: z.enum(REGISTER_TYPES),
    byte_order: order.default('big'),
    word_order: order.default('big'),
    scale: z.number().default(1),
    offset: z.number().default(0),
    scale_register: z.int().min(0).max(65_535).nullable().default(null),
    unit: z.string().max(16).default(''),
    poll_class: z.enum(['live', 'energy', 'config', 'once']).default('live'),
    invalid: z.array(integerText).max(16).default([]),
    labels: z
      .record(z.string().regex(/^\d{1,10}$/), z.string().max(100))
      .nullable()
      .default(null),
    counter: z
      .strictObject({ modulus: z.number().positive().nullable(), resettable: z.boolean() })
      .nullable()
      .default(null),
  })
  .refine(
    (row) =>
      row.length === undefined || REGISTER_WORDS[row.type] === undefined || REGISTER_WORDS[row.type] === row.length,
    {
      message: 'length does not fit the type',
      path: ['length'],
      params: { type: 'value_error.length' },
    },
  )
  .refine((row) => row.address + (row.length ?? REGISTER_WORDS[row.type] ?? 1) <= 65_536, {
    message: 'the value ends beyond address 65535',
    path: ['address'],
    params: { type: 'value_error.address' },
  })

const words = z.strictObject({ tr: z.string().min(1).max(120), en: z.string().min(1).max(120) })

/** One writable point as it is downloaded and uploaded. */
export const pointRow = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/),
  name: words,
  kind: z.enum(POINT_KINDS),
  metric: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,63}$/)
    .nullable()
    .default(null),
  unit: z.string().max(16).default(''),
  min: z.number().nullable().default(null),
  max: z.number().nullable().default(null),
  step: z.number().positive().nullable().default(null),
  options: z
    .array(z.strictObject({ value: z.number(), name: words, effect: words.nullable().default(null) }))
    .min(1)
    .max(64)
    .nullable()
    .default(null),
  energising: z.array(z.number()).max(64).nullable().default(null),
  register: z
    .strictObject({
      table: z.enum(['coil', 'holding']),
      address: z.int().min(0).max(65_535),
      type: z.enum(REGISTER_TYPES),
      byte_order: order.default('big'),
      word_order: order.default('big'),
      scale: z.number().default(1),
      offset: z.number().default(0),
      is_written_as_list: z.boolean().default(false),
    })
    .nullable()
    .default(null),
})

export const registerMapBody = z
  .strictObject({
    registers: z.array(registerRow).min(1).max(2_000),
    /** Absent: the points stay as they are. */
    points: z.array(pointRow).max(200).optional(),
  })
  .superRefine((body, context) => {
    const seen = new Set<string>()
    body.registers.forEach((row, index) => {
      if (seen.has(row.metric)) {
        context.addIssue({
          code: 'custom',
          message: 'metric appears more than once',
          path: ['registers', index, 'metric'],
          params: { type: 'value_error.duplicate' },
        })
      }
      seen.add(row.metric)
    })
  })

export type PointRow = z.output<typeof pointRow>
export type RegisterRow = z.output<typeof registerRow>

export const rowToRegister = (row: RegisterRow): RegisterSpec => ({
  metric: row.metric,
  table: row.table,
  address: row.address,
  length: row.length ?? REGISTER_WORDS[row.type] ?? 1,
  type: row.type,
  byteOrder: row.byte_order,
  wordOrder: row.word_order,
  scale: row.scale,
  offset: row.offset,
  scaleRegister: row.scale_register,
  unit: row.unit,
  pollClass: row.poll_class,
  invalid: row.invalid,
  labels: row.labels,
  counter: row.counter,
})

export const registerToRow = (register: RegisterSpec) => ({
  metric: register.metric,
  table: register.table,
  address: register.address,
  length: register.length,
  type: register.type,
  byte_order: register.byteOrder,
  word_order: register.wordOrder,
  scale: register.scale,
  offset: register.offset,
  scale_register: register.scaleRegister,
  unit: register.unit,
  poll_class: register.pollClass,
  invalid: register.invalid,
  labels: register.labels,
  counter: register.counter,
})

export const rowToPoint = ({ register, ...row }: PointRow): PointSpec => ({
  ...row,
  register: register && {
    table: register.table,
    address: register.address,
    type: register.type,
    byteOrder: register.byte_order,
    wordOrder: register.word_order,
    scale: register.scale,
    offset: register.offset,
    isWrittenAsList: register.is_written_as_list,
  },
})

export const pointToRow = ({ register, ...point }: PointSpec) => ({
  ...point,
  register: register && {
    table: register.table,
    address: register.address,
    type: register.type,
    byte_order: register.byteOrder,
    word_order: register.wordOrder,
    scale: register.scale,
    offset: register.offset,
    is_written_as_list: register.isWrittenAsList,
  },
})

/** A cell that a spreadsheet would run as a formula is quoted with an apostrophe; the rest is RFC 4180. */
function cell(value: unknown): string {
  const text =
    value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
  const guarded = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/** UTF-8 with a byte order mark, so that spreadsheets read Turkish letters. */
export function registerMapCsv(template: TemplateSpec): string {
  const rows = template.registers.map(registerToRow)
  const columns = Object.keys(registerToRow(EMPTY)) as (keyof ReturnType<typeof registerToRow>)[]
  return `\ufeff${[columns.join(','), ...rows.map((row) => columns.map((column) => cell(row[column])).join(','))].join('\r\n')}\r\n`
}

const EMPTY: RegisterSpec = {
  metric: '',
  table: 'input',
  address: 0,
  length: 1,
  type: 'u16',
  byteOrder: 'big',
  wordOrder: 'big',
  scale: 1,
  offset: 0,
  scaleRegister: null,
  unit: '',
  pollClass: 'live',
  invalid: [],
  labels: null,
  counter: null,
}

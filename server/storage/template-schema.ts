import { z } from 'zod'
import { POINT_KINDS, REGISTER_TYPES } from '../core/outside.ts'

/** The YAML of resources/templates. Everything is strict: a typo must not be lost. */

const register = {
  table: z.enum(['coil', 'discrete', 'input', 'holding']),
  type: z.enum(REGISTER_TYPES),
  byte_order: z.enum(['big', 'little']),
  word_order: z.enum(['big', 'little']),
  scale: z.number(),
  offset: z.number(),
  poll_class: z.enum(['live', 'energy', 'config', 'once']),
}

/** Raw integers, decimal or 0x…; as text where a number would lose digits. Kept as decimal text. */
const rawInteger = z
  .union([z.int(), z.string().regex(/^(-?\d{1,20}|0x[0-9A-Fa-f]{1,16})$/)])
  .transform((value) => BigInt(value).toString())

const limits = {
  max_read: z.int().min(1).max(125),
  max_gap: z.int().min(0).max(124),
  min_gap_ms: z.int().min(0).max(10_000),
  /** First and last address of ranges that must not be touched. */
  forbidden: z.array(z.tuple([z.int(), z.int()]).refine(([first, last]) => first <= last, 'first is after last')),
}

const metricDefaults = z.strictObject({
  unit: z.string().exactOptional(),
  poll_class: register.poll_class.exactOptional(),
  is_counter: z.boolean().exactOptional(),
})

export const defaultsFile = z.strictObject({
  limits: z.strictObject(limits),
  register: z.strictObject(register),
  metrics: z.record(z.string(), metricDefaults),
})

const registerChanges = {
  table: register.table.exactOptional(),
  type: register.type.exactOptional(),
  byte_order: register.byte_order.exactOptional(),
  word_order: register.word_order.exactOptional(),
  scale: register.scale.exactOptional(),
  offset: register.offset.exactOptional(),
  poll_class: register.poll_class.exactOptional(),
  invalid: z.array(rawInteger).exactOptional(),
}

const registerEntry = z.strictObject({
  metric: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/),
  address: z.int().min(0).max(0xffff),
  ...registerChanges,
  length: z.int().min(1).max(125).exactOptional(),
  scale_register: z.int().min(0).max(0xffff).exactOptional(),
  unit: z.string().max(16).exactOptional(),
  labels: z.record(z.string().regex(/^\d{1,10}$/), z.string().min(1)).exactOptional(),
  counter: z.strictObject({ modulus: z.number().positive().nullable(), resettable: z.boolean() }).exactOptional(),
})

/** In both languages that the window speaks. */
const words = z.strictObject({ tr: z.string().min(1).max(120), en: z.string().min(1).max(120) })

const pointEntry = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/),
  name: words,
  kind: z.enum(POINT_KINDS),
  metric: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,63}$/)
    .exactOptional(),
  unit: z.string().max(16).exactOptional(),
  min: z.number().exactOptional(),
  max: z.number().exactOptional(),
  step: z.number().positive().exactOptional(),
  options: z
    .array(z.strictObject({ value: z.number(), name: words, effect: words.exactOptional() }))
    .min(1)
    .exactOptional(),
  energising: z.array(z.number()).exactOptional(),
  register: z
    .strictObject({
      table: z.enum(['coil', 'holding']).exactOptional(),
      address: z.int().min(0).max(0xffff),
      type: register.type.exactOptional(),
      byte_order: register.byte_order.exactOptional(),
      word_order: register.word_order.exactOptional(),
      scale: register.scale.exactOptional(),
      offset: register.offset.exactOptional(),
      is_written_as_list: z.boolean().exactOptional(),
    })
    .exactOptional(),
})

export const templateFile = z.strictObject({
  key: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  name: z.string().min(1),
  manufacturer: z.string().min(1),
  device_type: z.enum([
    'energy_analyzer',
    'inverter',
    'pedestal',
    'breaker',
    'sensor',
    'battery',
    'generator',
    'zigbee',
    'other',
  ]),
  version: z.string().min(1),
  verified: z.boolean(),
  source: z.string().min(1),
  limits: z
    .strictObject({
      max_read: limits.max_read.exactOptional(),
      max_gap: limits.max_gap.exactOptional(),
      min_gap_ms: limits.min_gap_ms.exactOptional(),
      forbidden: limits.forbidden.exactOptional(),
    })
    .exactOptional(),
  defaults: z.strictObject(registerChanges).exactOptional(),
  registers: z.array(registerEntry).default([]),
  points: z.array(pointEntry).default([]),
})

export type Defaults = z.output<typeof defaultsFile>
export type MetricDefaults = z.output<typeof metricDefaults>
export type RegisterEntry = z.output<typeof registerEntry>
export type PointEntry = z.output<typeof pointEntry>
export type TemplateFile = z.output<typeof templateFile>

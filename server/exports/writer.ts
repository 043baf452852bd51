import type { RowBlock } from '../core/exports/export.types.ts'

/** One file format. Runs on the thread of its export, so it may take its time. */
export interface SheetWriter {
  /** @returns bytes that may be written out already; may be empty. */
  add(block: RowBlock): Uint8Array
  finish(): Uint8Array | Promise<Uint8Array>
}

/**
 * A value as the meter said it: a 32-bit float that travelled as 230.10000610351562 was 230.1. What is no such float is
 * left as it is.
 */
export function asSaid(value: number): number {
  if (Number.isInteger(value) || Number.isNaN(value)) return value
  if (Math.fround(value) === value) {
    const said = Number(value.toPrecision(7))
    if (Math.fround(said) === value) return said
  }
  return value
}

/** Of a computed figure: rid of what binary fractions leave behind. */
export const asComputed = (value: number): number =>
  Number.isInteger(value) || Number.isNaN(value) ? value : Number(value.toPrecision(10))

/** Every format is given these numbers, so that all carry the same. */
export function withCleanNumbers(block: RowBlock): RowBlock {
  const clean = block.quality ? asSaid : asComputed
  return { ...block, values: block.values.map((column) => column.map(clean)) }
}

/** A spreadsheet takes text that begins so for a formula. Numbers are numbers and are not touched. */
export const guarded = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

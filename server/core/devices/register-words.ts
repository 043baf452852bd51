import type { RegisterType } from '../outside.ts'

/** 16-bit registers that a value of each type takes; a type that is absent says its own length. */
export const REGISTER_WORDS: Readonly<Partial<Record<RegisterType, number>>> = {
  bool: 1,
  u16: 1,
  i16: 1,
  u32: 2,
  i32: 2,
  u48: 3,
  u64: 4,
  i64: 4,
  f32: 2,
  f64: 4,
  bcd16: 1,
  bcd32: 2,
}

import type { Quality } from '../../../api/types.ts'

export interface PointOption {
  value: number
  name: string
  /** What it does to the world, as a clause after the device's name. */
  effect: string | null
  is_energising: boolean
}

export interface Point {
  point: string
  name: string
  kind: 'switch' | 'setpoint' | 'command'
  metric: string | null
  unit: string
  min: number | null
  max: number | null
  step: number | null
  options: PointOption[] | null
  value: number | null
  quality: Quality | null
  timestamp: string | null
  locked_by: { session_id: string | null; number: number | null; may_switch_off: boolean } | null
  is_online: boolean
}

export interface WriteAnswer {
  point: string
  requested: number
  read_back: number | null
  confirmed: boolean
  cause?: string
}

export type Block = 'permission' | 'unreadable' | 'locked' | 'offOnly' | 'offline'

/** Why a point cannot be written now; `offOnly` leaves what takes energy away. Null = nothing in the way. */
export function blockOf({ locked_by, is_online }: Point, mayControl: boolean): Block | null {
  if (!mayControl) return 'permission'
  if (locked_by && locked_by.session_id === null) return 'unreadable'
  if (locked_by && !locked_by.may_switch_off) return 'locked'
  if (!is_online) return 'offline'
  return locked_by ? 'offOnly' : null
}

export function mayChoose(block: Block | null, option: PointOption): boolean {
  return block === null || (block === 'offOnly' && !option.is_energising)
}

export type ValueFault = 'needed' | 'outOfRange' | 'offStep'

/** What is wrong with a number for this point. The hub decides again. */
export function faultOf({ min, max, step }: Point, value: number | null): ValueFault | null {
  if (value === null || !Number.isFinite(value)) return 'needed'
  if ((min !== null && value < min) || (max !== null && value > max)) return 'outOfRange'
  if (step === null) return null
  const steps = (value - (min ?? 0)) / step
  return Math.abs(steps - Math.round(steps)) < 1e-6 ? null : 'offStep'
}

export type Outcome = 'confirmed' | 'confirmedPlain' | 'mismatch' | 'unread' | 'failed'

export function outcomeOf({ confirmed, read_back, cause }: WriteAnswer): Outcome {
  if (confirmed) return read_back === null ? 'confirmedPlain' : 'confirmed'
  if (cause !== undefined) return 'failed'
  return read_back === null ? 'unread' : 'mismatch'
}

/** Decimals that a point's values need, from its step. */
export function decimalsOf({ step }: Point): number {
  if (step === null) return 2
  return Math.min(6, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)))
}

import type { Reading } from '../../core/outside.ts'

export function reading(
  deviceId: string,
  at: number,
  values: Reading['values'],
  quality: Reading['quality'] = 'good',
): Reading {
  return { deviceId, at, values, quality }
}

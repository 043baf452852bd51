import type { Fault } from '../../server/core/outside.ts'

/** Why a read brought nothing. `code` is the Modbus exception code when the kind is exception. */
export class FieldError extends Error {
  readonly kind: Fault['kind']
  readonly code: number | null

  constructor(kind: Fault['kind'], message: string, code: number | null = null) {
    super(message)
    this.name = 'FieldError'
    this.kind = kind
    this.code = code
  }
}

/** Modbus application protocol V1.1b3, section 7. */
export const EXCEPTION = {
  illegalFunction: 1,
  illegalAddress: 2,
  illegalValue: 3,
  deviceFailure: 4,
  acknowledge: 5,
  busy: 6,
  negativeAcknowledge: 7,
  memoryParity: 8,
  gatewayPathUnavailable: 10,
  gatewayTargetFailed: 11,
} as const

/** A gateway says so of a device behind it: that device is absent, the gateway is well. */
export function isAbsentBehindGateway(code: number | null): boolean {
  return code === EXCEPTION.gatewayPathUnavailable || code === EXCEPTION.gatewayTargetFailed
}

export function asFieldError(error: unknown): FieldError {
  if (error instanceof FieldError) return error
  return new FieldError('connection', error instanceof Error ? error.message : String(error))
}

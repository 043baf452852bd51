export interface FieldFault {
  path: string
  message: string
}

/** A refusal by the hub, in its own words. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly fields: readonly FieldFault[]
  readonly body: unknown
  /** Seconds to wait before asking again, where the hub says so. */
  retryAfterS: number | null = null

  constructor(status: number, code: string, detail: string, fields: readonly FieldFault[] = [], body: unknown = null) {
    super(detail)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.fields = fields
    this.body = body
  }
}

/** The hub gave no answer at all: the request may or may not have arrived. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super('The hub did not answer', { cause })
    this.name = 'UnreachableError'
  }
}

/** The session is over; only signing in again helps. */
export class SignedOutError extends Error {
  constructor() {
    super('Signed out')
    this.name = 'SignedOutError'
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function fieldFaults(detail: readonly unknown[]): FieldFault[] {
  return detail.filter(isRecord).map((fault) => ({
    path: Array.isArray(fault.loc) ? fault.loc.slice(1).join('.') : '',
    message: typeof fault.msg === 'string' ? fault.msg : '',
  }))
}

export function errorFromBody(status: number, body: unknown): ApiError {
  if (!isRecord(body)) return new ApiError(status, 'INTERNAL_ERROR', `HTTP ${status}`, [], body)
  if (Array.isArray(body.detail)) {
    const fields = fieldFaults(body.detail)
    const summary = fields.map((fault) => `${fault.path}: ${fault.message}`).join('; ')
    return new ApiError(status, 'VALIDATION_ERROR', summary, fields, body)
  }
  const code = typeof body.error_code === 'string' ? body.error_code : 'INTERNAL_ERROR'
  const detail = typeof body.detail === 'string' ? body.detail : `HTTP ${status}`
  return new ApiError(status, code, detail, [], body)
}

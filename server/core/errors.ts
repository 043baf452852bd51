/** Every way a use case can refuse. Closed: a new code fails to compile until each contract has words for it. */
export const ERROR_CODES = [
  'VALIDATION_ERROR',
  'TOKEN_MISSING',
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'INVALID_CREDENTIALS',
  'PERMISSION_DENIED',
  'RESOURCE_NOT_FOUND',
  'DUPLICATE_ENTRY',
  'STATE_CONFLICT',
  'BUSINESS_RULE_VIOLATION',
  'RATE_LIMITED',
  'INTERNAL_ERROR',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/** Text for people, in both languages; contracts choose by Accept-Language. */
export interface Words {
  readonly tr: string
  readonly en: string
}

/** A refusal that a caller may read. Anything else that is thrown is a defect and becomes INTERNAL_ERROR. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly words: Words | null
  /** Extra members for the contract's envelope, in wire words (e.g. { reason: "LOTO_ACTIVE" }). */
  readonly extra: Readonly<Record<string, unknown>>
  readonly retryAfterS: number | null

  constructor(
    code: ErrorCode,
    words: Words | null = null,
    more: { extra?: Record<string, unknown>; retryAfterS?: number } = {},
  ) {
    super(words?.en ?? code)
    this.name = 'AppError'
    this.code = code
    this.words = words
    this.extra = more.extra ?? {}
    this.retryAfterS = more.retryAfterS ?? null
  }
}

export const notFound = (words: Words | null = null) => new AppError('RESOURCE_NOT_FOUND', words)
export const duplicate = (words: Words) => new AppError('DUPLICATE_ENTRY', words)
export const ruleViolation = (words: Words) => new AppError('BUSINESS_RULE_VIOLATION', words)
export const stateConflict = (words: Words) => new AppError('STATE_CONFLICT', words)
export const invalid = (words: Words) => new AppError('VALIDATION_ERROR', words)

import type { AppError, ErrorCode, Words } from '../../../core/errors.ts'
import type { Contract, RateLimit } from '../../kit.ts'

/** What the document calls each refusal (platform.md, Error Model), and how it says it. */
const WIRE: Record<ErrorCode, { readonly status: number; readonly errorCode: string; readonly words: Words }> = {
  VALIDATION_ERROR: {
    status: 400,
    errorCode: 'VALIDATION_ERROR',
    words: { tr: 'İstek doğrulanamadı', en: 'The request is not valid' },
  },
  TOKEN_MISSING: {
    status: 401,
    errorCode: 'INVALID_CREDENTIALS',
    words: { tr: 'Kimlik doğrulama gerekli', en: 'Authentication is required' },
  },
  TOKEN_INVALID: {
    status: 401,
    errorCode: 'INVALID_CREDENTIALS',
    words: { tr: 'Token geçersiz', en: 'The token is not valid' },
  },
  TOKEN_EXPIRED: {
    status: 401,
    errorCode: 'TOKEN_EXPIRED',
    words: { tr: 'Token süresi dolmuş', en: 'The token has expired' },
  },
  INVALID_CREDENTIALS: {
    status: 401,
    errorCode: 'INVALID_CREDENTIALS',
    words: { tr: 'E-posta veya şifre hatalı', en: 'The e-mail address or the password is wrong' },
  },
  PERMISSION_DENIED: {
    status: 403,
    errorCode: 'PERMISSION_DENIED',
    words: { tr: 'Bu işlem için yetkiniz yok', en: 'You are not allowed to do this' },
  },
  RESOURCE_NOT_FOUND: {
    status: 404,
    errorCode: 'RESOURCE_NOT_FOUND',
    words: { tr: 'İstenen kaynak bulunamadı', en: 'The requested resource was not found' },
  },
  DUPLICATE_ENTRY: {
    status: 409,
    errorCode: 'DUPLICATE_ENTRY',
    words: { tr: 'Bu kayıt zaten var', en: 'This entry already exists' },
  },
  STATE_CONFLICT: {
    status: 409,
    errorCode: 'STATE_CONFLICT',
    words: { tr: 'Kaynağın durumu bu işleme uygun değil', en: 'The state of the resource does not allow this' },
  },
  BUSINESS_RULE_VIOLATION: {
    status: 422,
    errorCode: 'BUSINESS_RULE_VIOLATION',
    words: { tr: 'İş kuralı ihlali', en: 'A business rule was violated' },
  },
  RATE_LIMITED: {
    status: 429,
    errorCode: 'RATE_LIMITED',
    words: { tr: 'Çok fazla istek gönderildi. Lütfen bekleyin.', en: 'Too many requests were sent. Please wait.' },
  },
  INTERNAL_ERROR: {
    status: 500,
    errorCode: 'INTERNAL_ERROR',
    words: { tr: 'Beklenmeyen bir sunucu hatası oluştu', en: 'An unexpected server error occurred' },
  },
}

/** platform.md, Rate Limiting. */
const LIMITS: readonly RateLimit[] = [
  {
    group: 'sign-in',
    covers: (path) => path === '/api/auth/login' || path === '/api/auth/refresh',
    max: 5,
    windowMs: 60_000,
  },
  // A wave of gateways behind one address fetches its files at once, in ranges.
  {
    group: 'firmware files',
    covers: (path) => path.startsWith('/api/console/ota/updates/'),
    max: 300,
    windowMs: 1_000,
  },
  // A broker tells of a thousand clients when its network comes back.
  { group: 'broker events', covers: (path) => path.startsWith('/api/internal/'), max: 1_000, windowMs: 1_000 },
  { group: 'api', covers: (path) => path.startsWith('/api/'), max: 30, windowMs: 1_000 },
]

export const platformEnvelope = {
  limits: LIMITS,
  ok: (data: unknown) => data,
  fail(error: AppError, language: 'tr' | 'en') {
    const { status, errorCode, words } = WIRE[error.code]
    return { status, body: { detail: (error.words ?? words)[language], error_code: errorCode, ...error.extra } }
  },
  failSchema: (issues: readonly unknown[]) => ({ status: 422, body: { detail: issues } }),
} satisfies Pick<Contract<unknown>, 'limits' | 'ok' | 'fail' | 'failSchema'>

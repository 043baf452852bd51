import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import express, { type Request, type Response, type Router } from 'express'
import type { z } from 'zod'
import type { Actor } from '../core/access.ts'
import { AppError } from '../core/errors.ts'
import type { ReceivedFile } from '../core/files.ts'
import type { Log } from '../core/outside.ts'
import {
  Answered,
  type Caller,
  type Contract,
  Download,
  type Envelope,
  FileDownload,
  type RateLimit,
  type Route,
  splitAt,
} from './kit.ts'
import { languageOf } from './language.ts'
import { type Form, readForm, type Uploads } from './multipart.ts'
import { wantedOf } from './ranges.ts'
import type { RateLimiter } from './rate-limits.ts'
import { type SchemaIssue, SchemaRefusal, schemaIssues } from './schema-issues.ts'

/** Room for a field of a megabyte, so that the schema can refuse it by name. */
const BODY_LIMIT = '4mb'
const parseJson = express.json({ limit: BODY_LIMIT, strict: false })

export interface Serving<Core> {
  readonly core: Core
  readonly limiter: RateLimiter
  readonly uploads: Uploads
  readonly log: Log
  /** @throws AppError TOKEN_* when the token is not good */
  readonly authenticate: (token: string) => Promise<Actor>
}

const NOBODY: Actor = { userId: '', tenantId: '', email: '', permissions: new Set(), sessionId: '' }

function hangUpOf(response: Response): AbortSignal {
  const hangUp = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) hangUp.abort()
  })
  return hangUp.signal
}

function callerOf(request: Request, response: Response): Caller {
  return {
    signal: hangUpOf(response),
    ip: request.socket.remoteAddress ?? '',
    userAgent: request.get('user-agent')?.slice(0, 300) ?? null,
    language: languageOf(request.get('accept-language')),
    secret: bearerOf(request) ?? request.get('x-quaywatch-secret') ?? null,
    origin: `http://${request.get('host') ?? 'localhost'}`,
  }
}

function readBody(request: Request, response: Response): Promise<unknown> {
  return new Promise((resolve, reject) => {
    parseJson(request, response, (error?: unknown) => {
      if (!error) return resolve(request.body)
      reject(
        new AppError('VALIDATION_ERROR', {
          tr: 'İstek gövdesi okunamadı: geçerli bir JSON değil',
          en: 'The request body could not be read: it is not valid JSON',
        }),
      )
    })
  })
}

function parse(
  place: 'path' | 'query' | 'body',
  schema: z.ZodType | undefined,
  input: unknown,
  issues: SchemaIssue[],
): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(input)
  if (result.success) return result.data
  issues.push(...schemaIssues(place, result.error, input))
  return undefined
}

const bearerOf = (request: Request): string | null =>
  /^Bearer\s+(\S+)\s*$/i.exec(request.get('authorization') ?? '')?.[1] ?? null

/** The caller's identity, or the refusal to give once it is known that the route needs one. */
async function identify<Core>(request: Request, serving: Serving<Core>): Promise<Actor | AppError> {
  const token = bearerOf(request)
  if (!token) return new AppError('TOKEN_MISSING')
  try {
    return await serving.authenticate(token)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

async function answer<Core>(
  route: Route<Core>,
  limit: RateLimit | undefined,
  serving: Serving<Core>,
  request: Request,
  response: Response,
  caller: Caller,
) {
  const identity = route.needs === 'public' ? NOBODY : await identify(request, serving)
  const isKnown = !(identity instanceof AppError) && identity.userId !== ''
  if (limit) serving.limiter.check(limit, isKnown ? identity.userId : caller.ip)
  if (identity instanceof AppError) throw identity
  if (route.needs !== 'public' && route.needs !== 'signed-in' && !identity.permissions.has(route.needs))
    throw new AppError('PERMISSION_DENIED')
  const form = route.upload ? await readUpload(route, identity, serving, request) : null
  try {
    const body = form ? form.fields : route.body ? await readBody(request, response) : undefined
    const issues: SchemaIssue[] = []
    const params = parse('path', route.params, request.params, issues)
    const query = parse('query', route.query, request.query, issues)
    const parsedBody = parse('body', route.body, body, issues)
    if (form && !form.file && route.upload)
      issues.push({ loc: ['body', route.upload.field], msg: 'field required', type: 'value_error.missing' })
    if (issues.length > 0) throw new SchemaRefusal(issues)
    const file = form?.file ?? null
    return await route.run({ params, query, body: parsedBody, file, actor: identity, caller, core: serving.core })
  } finally {
    if (form?.file) await serving.uploads.discard(form.file)
  }
}

async function readUpload<Core>(
  route: Route<Core>,
  actor: Actor,
  serving: Serving<Core>,
  request: Request,
): Promise<Form<ReceivedFile>> {
  if (!route.upload) return { fields: {}, file: null }
  const maxBytes = await route.upload.maxBytes(actor, serving.core)
  return readForm(request, { field: route.upload.field, maxBytes }, serving.uploads)
}

async function sendFile(request: Request, response: Response, file: FileDownload): Promise<void> {
  const wanted = wantedOf(request.headers, file)
  response.set({ 'Accept-Ranges': 'bytes', ETag: `"${file.etag}"`, 'Cache-Control': 'private, no-cache' })
  response.status(wanted.status)
  if (!('start' in wanted)) {
    if (wanted.status === 416) response.set('Content-Range', `bytes */${file.sizeBytes}`)
    return void response.end()
  }
  const { start, end } = wanted
  response.type('application/octet-stream')
  response.attachment(file.filename)
  response.set('Content-Length', String(end - start + 1))
  if (wanted.status === 206) response.set('Content-Range', `bytes ${start}-${end}/${file.sizeBytes}`)
  if (request.method === 'HEAD' || end < start) return void response.end()
  await pipeline(Readable.from(file.read(start, end)), response)
}

async function send<Core>(
  contract: Contract<Core>,
  request: Request,
  response: Response,
  status: number,
  data: unknown,
): Promise<void> {
  if (data instanceof FileDownload) return sendFile(request, response, data)
  if (data instanceof Answered) return send(contract, request, response, data.status, data.data)
  response.status(status)
  if (data instanceof Download) {
    response.type(data.contentType)
    if (data.filename) response.attachment(data.filename)
    if (typeof data.body === 'string' || Buffer.isBuffer(data.body)) response.send(data.body)
    else await pipeline(data.body, response)
    return
  }
  if (status === 204) response.end()
  else response.json(contract.ok(data, status))
}

/** Turns anything thrown into the contract's own envelope. Unknown errors are logged with an id and never shown. */
export function refusal<Core>(
  contract: Contract<Core>,
  error: unknown,
  caller: Caller,
  log: Log,
  where: string,
): Envelope & { retryAfterS: number | null } {
  if (error instanceof SchemaRefusal)
    return { ...contract.failSchema(error.issues, caller.language), retryAfterS: null }
  if (error instanceof AppError) return { ...contract.fail(error, caller.language), retryAfterS: error.retryAfterS }
  const requestId = randomUUID()
  log.error(
    {
      requestId,
      where,
      error: error instanceof Error ? { message: error.message, stack: error.stack } : String(error),
    },
    'request failed',
  )
  return { ...contract.fail(new AppError('INTERNAL_ERROR'), caller.language), retryAfterS: null }
}

/** Hangs every route of a contract on the router. Nothing is shared between routes but what is written here. */
export function mount<Core>(router: Router, contract: Contract<Core>, serving: Serving<Core>): void {
  for (const route of Object.values(contract.sections).flat()) {
    const { method, path } = splitAt(route.at)
    const fullPath = path.startsWith('!') ? path.slice(1) : contract.base + path
    const limit = contract.limits.find((candidate) => candidate.covers(fullPath))
    const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'
    router[verb](fullPath.replace(/\{(\w+)\}/g, ':$1'), async (request: Request, response: Response) => {
      const caller = callerOf(request, response)
      try {
        const data = await answer(route, limit, serving, request, response, caller)
        await send(contract, request, response, route.status, data)
      } catch (error) {
        if (response.headersSent) return void response.destroy()
        const { status, body, retryAfterS } = refusal(contract, error, caller, serving.log, `${method} ${fullPath}`)
        if (retryAfterS !== null) response.set('Retry-After', String(retryAfterS))
        if (status === 401) response.set('WWW-Authenticate', 'Bearer')
        response.status(status).json(body)
      }
    })
  }
}

import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Actor, Permission } from '../core/access.ts'
import type { AppError } from '../core/errors.ts'
import type { ReceivedFile } from '../core/files.ts'
import type { SchemaIssue } from './schema-issues.ts'

export type Language = 'tr' | 'en'
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A body that is not JSON. `run` returns one of these instead of touching the response. */
export class Download {
  readonly contentType: string
  readonly filename: string | null
  readonly body: string | Buffer | Readable

  constructor(contentType: string, body: string | Buffer | Readable, filename: string | null = null) {
    this.contentType = contentType
    this.filename = filename
    this.body = body
  }
}

/** An answer whose status is not the route's own, e.g. 202 where work goes on. */
export class Answered {
  readonly status: number
  readonly data: unknown

  constructor(status: number, data: unknown) {
    this.status = status
    this.data = data
  }
}

/** A stored file: ranges, resumption and `If-None-Match` are answered from its size and its tag. */
export class FileDownload {
  readonly filename: string
  readonly sizeBytes: number
  /** Changes when the bytes do; without quotes. */
  readonly etag: string
  /** Bytes from `start` up to and with `end`. */
  readonly read: (start: number, end: number) => AsyncIterable<Uint8Array>

  constructor(file: Pick<FileDownload, 'filename' | 'sizeBytes' | 'etag' | 'read'>) {
    this.filename = file.filename
    this.sizeBytes = file.sizeBytes
    this.etag = file.etag
    this.read = file.read
  }
}

export interface Caller {
  readonly ip: string
  readonly userAgent: string | null
  readonly language: Language
  /** What a machine shows instead of signing in: the bearer, or X-Quaywatch-Secret. */
  readonly secret: string | null
  /** Aborted when the caller hangs up before it has its answer. */
  readonly signal: AbortSignal
  /** Scheme and authority by which this hub was reached. */
  readonly origin: string
}

/** What a route's `run` is given: parsed input, who asks, and the core. Never the request or the response. */
export interface Ask<Core, Params, Query, Body, File = unknown> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** Set exactly where the route takes an upload; what `run` does not take over is deleted. */
  readonly file: File
  readonly actor: Actor
  readonly caller: Caller
  readonly core: Core
}

type Schema = z.ZodType
type Parsed<S> = S extends Schema ? z.output<S> : undefined

export interface UploadSpec<Core> {
  /** Name of the form's file field. */
  readonly field: string
  readonly maxBytes: (actor: Actor, core: Core) => Promise<number>
}

export interface Route<Core> {
  readonly at: `${Method} ${string}`
  /** A permission, 'signed-in' for any user, or 'public'. */
  readonly needs: Permission | 'signed-in' | 'public'
  readonly summary: string
  readonly status: number
  readonly params?: Schema
  readonly query?: Schema
  readonly body?: Schema
  /** A multipart form: `body` parses its text fields, its file is streamed to disk before `run`. */
  readonly upload?: UploadSpec<Core>
  /** Shape of the answer: documents it in OpenAPI; tests hold answers against it. */
  readonly returns?: Schema
  /** Answers with another status, by that status. */
  readonly alsoReturns?: Readonly<Record<number, Schema>>
  readonly run: (ask: Ask<Core, unknown, unknown, unknown>) => Promise<unknown>
}

type RouteSpec<Core, P, Q, B, U> = Omit<Route<Core>, 'run' | 'params' | 'query' | 'body' | 'upload'> & {
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly upload?: U
  readonly run: (
    ask: Ask<Core, Parsed<P>, Parsed<Q>, Parsed<B>, U extends UploadSpec<Core> ? ReceivedFile : null>,
  ) => Promise<unknown>
}

/** A binding of `route` to the core it serves, so that `run` is fully typed from its schemas. */
export function routesOf<Core>() {
  return <
    P extends Schema | undefined,
    Q extends Schema | undefined,
    B extends Schema | undefined,
    U extends UploadSpec<Core> | undefined,
  >(
    spec: RouteSpec<Core, P, Q, B, U>,
  ): Route<Core> => spec as Route<Core>
}

/** Requests allowed per rolling window; the first limit whose `covers` matches a path applies. */
export interface RateLimit {
  readonly covers: (path: string) => boolean
  readonly max: number
  readonly windowMs: number
  readonly group: string
}

export interface Envelope {
  readonly status: number
  readonly body: unknown
}

/** One documented API: its envelope, its words for every error code, its limits and its routes. */
export interface Contract<Core> {
  readonly name: string
  readonly title: string
  readonly version: string
  readonly base: string
  readonly limits: readonly RateLimit[]
  readonly ok: (data: unknown, status: number) => unknown
  readonly fail: (error: AppError, language: Language) => Envelope
  readonly failSchema: (issues: readonly SchemaIssue[], language: Language) => Envelope
  readonly sections: Readonly<Record<string, readonly Route<Core>[]>>
}

export const splitAt = (at: string): { method: Method; path: string } => {
  const space = at.indexOf(' ')
  return { method: at.slice(0, space) as Method, path: at.slice(space + 1) }
}

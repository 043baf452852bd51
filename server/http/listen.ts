import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import express, { type NextFunction, type Request, type Response } from 'express'
import { AppError } from '../core/errors.ts'
import type { Log } from '../core/outside.ts'
import { withoutToken } from './access-log.ts'
import { platformEnvelope } from './contracts/platform/envelope.ts'
import type { Contract } from './kit.ts'
import { languageOf } from './language.ts'
import { openApiOf } from './openapi.ts'
import { mount, type Serving } from './serve.ts'

/** Nothing but the hub itself; styles inline because the component library writes them so; workers for the map. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self' ws: wss:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer, query: URLSearchParams) => void

export interface ListenOptions<Core> {
  readonly host: string
  readonly port: number
  readonly contracts: readonly Contract<Core>[]
  readonly serving: Serving<Core>
  readonly sockets: Readonly<Record<string, Upgrade>>
  /** The built window; null in tests of the API alone. */
  readonly windowFolder: string | null
  readonly docsFolder: string | null
  readonly mapFolder: string
  readonly log: Log
}

export class PortInUse extends Error {}

/** Names of the base maps that the user has put into the data folder. */
export async function baseMapsIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder))
      .filter((name) => /^[\w.-]+\.pmtiles$/.test(name))
      .map((name) => name.replace(/\.pmtiles$/, ''))
  } catch {
    return []
  }
}

function securityHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.set({
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'X-Frame-Options': 'DENY',
  })
  next()
}

function sendRefusal(request: Request, response: Response, error: AppError): void {
  const { status, body } = platformEnvelope.fail(error, languageOf(request.get('accept-language')))
  response.status(status).json(body)
}

function appOf<Core>(options: ListenOptions<Core>): express.Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.set('etag', false)
  app.use(securityHeaders)
  const router = express.Router({ strict: false, caseSensitive: true })
  for (const contract of options.contracts) {
    mount(router, contract, options.serving)
    // Made when first asked for: it costs more than the rest of a start.
    let document: object | null = null
    router.get(`/docs/${contract.name}.json`, (_request, response) => {
      document ??= openApiOf(contract)
      response.json(document)
    })
  }
  app.use(router)
  app.get(
    '/docs/contracts.json',
    (_request, response) => void response.json(options.contracts.map(({ name, title }) => ({ name, title }))),
  )
  if (options.docsFolder) app.use('/docs', express.static(options.docsFolder))
  app.get('/map/:name.pmtiles', async (request, response) => {
    const names = await baseMapsIn(options.mapFolder)
    if (!names.includes(request.params.name)) return sendRefusal(request, response, new AppError('RESOURCE_NOT_FOUND'))
    response.sendFile(`${request.params.name}.pmtiles`, {
      root: options.mapFolder,
      acceptRanges: true,
      cacheControl: false,
    })
  })
  app.use(['/api', '/ws'], (request, response) => sendRefusal(request, response, new AppError('RESOURCE_NOT_FOUND')))
  if (options.windowFolder) serveWindow(app, options.windowFolder)
  app.use((request, response) => sendRefusal(request, response, new AppError('RESOURCE_NOT_FOUND')))
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    // Express itself refuses a malformed URL before any route is asked.
    const isCallersFault =
      error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500
    if (!isCallersFault)
      options.log.error({ url: withoutToken(request.url), error: String(error) }, 'request failed outside a route')
    if (response.headersSent) return void response.destroy()
    sendRefusal(request, response, new AppError(isCallersFault ? 'VALIDATION_ERROR' : 'INTERNAL_ERROR'))
  })
  return app
}

/** Hashed assets for ever, the page itself never: an update is seen at the next load. */
function serveWindow(app: express.Express, folder: string): void {
  app.use('/assets', express.static(join(folder, 'assets'), { immutable: true, maxAge: '365d', fallthrough: true }))
  app.use(express.static(folder, { index: false, cacheControl: false }))
  app.get('/{*page}', async (request, response, next) => {
    if (!request.accepts('html') || /\.[a-z0-9]+$/i.test(request.path)) return next()
    const page = join(folder, 'index.html')
    const isThere = await stat(page).then(
      () => true,
      () => false,
    )
    if (!isThere) return next()
    response.type('html').set('Cache-Control', 'no-store')
    createReadStream(page).pipe(response)
  })
}

/** Listens with every contract. @throws PortInUse */
export async function listen<Core>(
  options: ListenOptions<Core>,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer(appOf(options))
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const url = new URL(request.url ?? '/', 'http://hub')
    const upgrade = options.sockets[url.pathname]
    if (upgrade) return upgrade(request, socket, head, url.searchParams)
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })
  await bind(server, options.host, options.port)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : options.port
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    url: `http://${host}:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE' || error.code === 'EACCES'
          ? new PortInUse(`Port ${port} on ${host} cannot be used: ${error.code}`)
          : error,
      )
    })
    server.listen(port, host, resolve)
  })
}

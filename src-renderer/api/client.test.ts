import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ApiClient, queryString, retryAfterMs, type TokenKeeper } from './client.ts'
import { ApiError, SignedOutError, UnreachableError } from './errors.ts'
import type { TokenPair } from './types.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

class Keeper implements TokenKeeper {
  access: string | null = null
  refresh: string | null = 'r1'
  isDropped = false
  accessToken = () => this.access
  refreshToken = async () => this.refresh
  keep = async (pair: TokenPair) => {
    this.access = pair.access_token
    this.refresh = pair.refresh_token
  }
  drop = async () => {
    this.access = null
    this.refresh = null
    this.isDropped = true
  }
  exclusively = <T>(work: () => Promise<T>) => work()
}

let server: Server
let handler: Handler
let url: string
let keeper: Keeper
let waits: number[]
let seen: string[]
let client: ApiClient

const answer = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

beforeEach(async () => {
  keeper = new Keeper()
  waits = []
  seen = []
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    handler(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  client = new ApiClient({
    baseUrl: () => url,
    tokens: keeper,
    language: () => 'tr',
    wait: async (delayMs) => void waits.push(delayMs),
  })
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** A hub that knows one access token and rotates refresh tokens, refusing any used one. */
function hub(state = { access: 'a1', refresh: 'r1', turn: 1 }): Handler {
  return (request, response) => {
    if (request.url === '/api/auth/refresh') {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        const given: unknown = JSON.parse(body).refresh_token
        if (given !== state.refresh) {
          answer(response, 401, { detail: 'used', error_code: 'TOKEN_EXPIRED' })
          return
        }
        state.turn++
        state.access = `a${state.turn}`
        state.refresh = `r${state.turn}`
        answer(response, 200, { access_token: state.access, refresh_token: state.refresh, token_type: 'bearer' })
      })
      return
    }
    if (request.headers.authorization === `Bearer ${state.access}`) answer(response, 200, { ok: true })
    else answer(response, 401, { detail: 'expired', error_code: 'TOKEN_EXPIRED' })
  }
}

const refreshes = () => seen.filter((line) => line.endsWith('/api/auth/refresh')).length

describe('ApiClient', () => {
  it('refreshes once for many requests that find the token expired', async () => {
    handler = hub()
    keeper.access = 'expired'
    const answers = await Promise.all(Array.from({ length: 12 }, () => client.get('/api/devices')))
    expect(answers).toEqual(Array.from({ length: 12 }, () => ({ ok: true })))
    expect(refreshes()).toBe(1)
    expect(keeper.refresh).toBe('r2')
  })

  it('gets its first access token the same way', async () => {
    handler = hub()
    await Promise.all([client.get('/api/devices'), client.get('/api/gateways')])
    expect(refreshes()).toBe(1)
  })

  it('uses the token that another window has renewed meanwhile', async () => {
    handler = hub({ access: 'a7', refresh: 'r7', turn: 7 })
    keeper.access = 'old'
    keeper.exclusively = (work) => {
      keeper.access = 'a7'
      return work()
    }
    await client.get('/api/devices')
    expect(refreshes()).toBe(0)
  })

  it('ends the session when the refresh token is refused', async () => {
    handler = hub()
    keeper.refresh = 'stolen'
    await expect(client.get('/api/devices')).rejects.toBeInstanceOf(SignedOutError)
    expect(keeper.isDropped).toBe(true)
  })

  it('keeps the session when the hub is merely away', async () => {
    handler = hub()
    await new Promise((resolve) => server.close(resolve))
    await expect(client.get('/api/devices')).rejects.toBeInstanceOf(UnreachableError)
    expect(keeper.isDropped).toBe(false)
    expect(keeper.refresh).toBe('r1')
  })

  it('waits as long as the hub asks, then tries again', async () => {
    keeper.access = 'a1'
    let tries = 0
    handler = (_request, response) => {
      tries++
      if (tries === 1) answer(response, 429, { detail: 'çok', error_code: 'RATE_LIMITED' }, { 'retry-after': '2' })
      else answer(response, 200, { ok: true })
    }
    await expect(client.get('/api/devices')).resolves.toEqual({ ok: true })
    expect(waits).toEqual([2000])
  })

  it('does not keep a person waiting for minutes', async () => {
    keeper.access = 'a1'
    handler = (_request, response) =>
      answer(response, 429, { detail: 'çok', error_code: 'RATE_LIMITED' }, { 'retry-after': '900' })
    await expect(client.post('/api/loto/locks')).rejects.toMatchObject({ status: 429 })
    expect(waits).toEqual([])
  })

  it('does not wait in front of a sign-in, but tells how long to', async () => {
    handler = (_request, response) =>
      answer(response, 429, { detail: 'çok', error_code: 'RATE_LIMITED' }, { 'retry-after': '41' })
    const refused = client.send('POST', '/api/auth/login', { body: {}, isPublic: true })
    await expect(refused).rejects.toMatchObject({ status: 429, code: 'RATE_LIMITED', retryAfterS: 41 })
    expect(waits).toEqual([])
  })

  it('tells the language and the hub’s own words of refusal', async () => {
    keeper.access = 'a1'
    let language: string | undefined
    handler = (request, response) => {
      language = request.headers['accept-language']
      answer(response, 409, { detail: 'Kayıt zaten var', error_code: 'DUPLICATE_ENTRY' })
    }
    const refused = await client.post('/api/devices', {}).catch((error: unknown) => error)
    expect(language).toBe('tr')
    expect(refused).toBeInstanceOf(ApiError)
    expect(refused).toMatchObject({ code: 'DUPLICATE_ENTRY', message: 'Kayıt zaten var' })
  })

  it('names the fields of a validation error', async () => {
    keeper.access = 'a1'
    handler = (_request, response) =>
      answer(response, 422, { detail: [{ loc: ['body', 'target', 'device_id'], msg: 'field required', type: 'x' }] })
    await expect(client.post('/api/alarms', {})).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      fields: [{ path: 'target.device_id', message: 'field required' }],
    })
  })

  it('survives an answer that is not JSON', async () => {
    keeper.access = 'a1'
    handler = (_request, response) => {
      response.writeHead(502, { 'content-type': 'text/html' })
      response.end('<h1>Bad gateway</h1>')
    }
    await expect(client.get('/api/devices')).rejects.toMatchObject({ status: 502, code: 'INTERNAL_ERROR' })
  })
})

describe('query strings', () => {
  it('leave out what is not asked', () => {
    expect(queryString({ a: 1, b: undefined, c: null, d: '', e: false })).toBe('?a=1&e=false')
    expect(queryString({})).toBe('')
  })
})

describe('Retry-After', () => {
  it('is read in seconds or as a date, within bounds', () => {
    const now = Date.parse('2026-01-01T00:00:00Z')
    expect(retryAfterMs('3', now)).toBe(3000)
    expect(retryAfterMs('Thu, 01 Jan 2026 00:00:05 GMT', now)).toBe(5000)
    expect(retryAfterMs(null, now)).toBe(1000)
    expect(retryAfterMs('nonsense', now)).toBe(1000)
    expect(retryAfterMs('86400', now)).toBe(60_000)
  })
})

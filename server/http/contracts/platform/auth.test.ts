import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, startTestHub, type TestHub } from '../../test-hub.ts'

describe('platform.md, Auth', () => {
  let test: TestHub
  beforeAll(async () => {
    test = await startTestHub()
  })
  afterAll(() => test.stop())
  const login = (json: unknown, headers = {}) =>
    test.clock.advance(60_000).then(() => test.call('POST', '/api/auth/login', { token: null, json, headers }))

  it('answers the documented sign-in with a bearer pair', async () => {
    const { status, body } = await login(ADMIN)
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual(['access_token', 'refresh_token', 'token_type'])
    expect(body.access_token).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/)
    expect(body.refresh_token).toMatch(/^eyJ/)
    expect(body.token_type).toBe('bearer')
  })

  it.each([
    ['a wrong password', { ...ADMIN, password: 'YanlisSifre123!' }],
    ['an unknown e-mail', { email: 'nobody@firma.com', password: ADMIN.password }],
  ])('refuses %s with the documented words', async (_case, json) => {
    const { status, body } = await login(json)
    expect(status).toBe(401)
    expect(body).toEqual({ detail: 'E-posta veya şifre hatalı', error_code: 'INVALID_CREDENTIALS' })
  })

  it('speaks English when asked to', async () => {
    const { body } = await login({ ...ADMIN, password: 'wrong' }, { 'accept-language': 'en-GB,en;q=0.9,tr;q=0.5' })
    expect(body.detail).toBe('The e-mail address or the password is wrong')
  })

  it('names a missing field as the document does', async () => {
    const { status, body } = await login({ password: 'x' })
    expect(status).toBe(422)
    expect(body).toEqual({ detail: [{ loc: ['body', 'email'], msg: 'field required', type: 'value_error.missing' }] })
  })

  it('allows five sign-ins a minute and says how long to wait', async () => {
    await test.clock.advance(60_000)
    const statuses = []
    for (let attempt = 0; attempt < 5; attempt++)
      statuses.push((await test.call('POST', '/api/auth/login', { token: null, json: ADMIN, stillClock: true })).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200])
    const refused = await test.call('POST', '/api/auth/refresh', {
      token: null,
      json: { refresh_token: 'x' },
      stillClock: true,
    })
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('60')
    expect(refused.body).toEqual({ detail: 'Çok fazla istek gönderildi. Lütfen bekleyin.', error_code: 'RATE_LIMITED' })
  })

  it('rotates the refresh token, and ends the session when a spent one comes back', async () => {
    const first = (await login(ADMIN)).body
    const second = (
      await test.call('POST', '/api/auth/refresh', { token: null, json: { refresh_token: first.refresh_token } })
    ).body
    expect((await test.call('GET', '/api/auth/me', { token: second.access_token })).status).toBe(200)
    const reused = await test.call('POST', '/api/auth/refresh', {
      token: null,
      json: { refresh_token: first.refresh_token },
    })
    expect(reused.status).toBe(401)
    expect((await test.call('GET', '/api/auth/me', { token: second.access_token })).status).toBe(401)
    expect(
      (await test.call('POST', '/api/auth/refresh', { token: null, json: { refresh_token: second.refresh_token } }))
        .status,
    ).toBe(401)
  })

  it('tells an expired token from an invalid one', async () => {
    const { access_token: token } = (await login(ADMIN)).body
    await test.clock.advance(16 * 60_000)
    expect((await test.call('GET', '/api/auth/me', { token })).body.error_code).toBe('TOKEN_EXPIRED')
    expect((await test.call('GET', '/api/auth/me', { token: `${token.slice(0, -4)}AAAA` })).body.error_code).toBe(
      'INVALID_CREDENTIALS',
    )
    expect((await test.call('GET', '/api/auth/me', { token: null })).status).toBe(401)
  })

  it('takes no refresh token as an access token', async () => {
    const { refresh_token: token } = (await login(ADMIN)).body
    expect((await test.call('GET', '/api/auth/me', { token })).status).toBe(401)
  })

  it('refuses a session that was logged out', async () => {
    const { access_token: token, refresh_token } = (await login(ADMIN)).body
    expect((await test.call('POST', '/api/console/logout', { token })).status).toBe(204)
    expect((await test.call('GET', '/api/auth/me', { token })).status).toBe(401)
    expect((await test.call('POST', '/api/auth/refresh', { token: null, json: { refresh_token } })).status).toBe(401)
  })
})

describe('first run', () => {
  it('has no way in until it is set up, and can be set up once', async () => {
    const test = await startTestHub({ admin: false })
    try {
      expect((await test.call('GET', '/api/config/public')).body.setup_required).toBe(true)
      expect((await test.call('POST', '/api/auth/login', { json: ADMIN })).status).toBe(401)
      const made = await test.call('POST', '/api/console/setup', { json: { tenant_name: 'Marina', ...ADMIN } })
      expect(made.status).toBe(201)
      expect((await test.call('GET', '/api/auth/me', { token: made.body.access_token })).body.role_name).toBe(
        'Administrator',
      )
      const again = await test.call('POST', '/api/console/setup', {
        json: { tenant_name: 'Other', email: 'x@y.com', password: 'Another123' },
      })
      expect([again.status, again.body.error_code]).toEqual([409, 'STATE_CONFLICT'])
      expect((await test.call('GET', '/api/config/public')).body.setup_required).toBe(false)
    } finally {
      await test.stop()
    }
  })
})

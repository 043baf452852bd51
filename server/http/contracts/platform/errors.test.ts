import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, startTestHub, type TestHub } from '../../test-hub.ts'
import { makeMarina } from '../../test-marina.ts'

describe('platform.md, Error Model', () => {
  let test: TestHub
  let marina: Awaited<ReturnType<typeof makeMarina>>
  beforeAll(async () => {
    test = await startTestHub()
    marina = await makeMarina(test)
  })
  afterAll(() => test.stop())
  const refusal = async (status: number, errorCode: string, ...call: Parameters<TestHub['call']>) => {
    const answer = await test.call(...call)
    expect([answer.status, answer.body?.error_code], answer.text).toEqual([status, errorCode])
    expect(answer.headers.get('content-type')).toContain('application/json')
    expect(typeof answer.body.detail).toBe('string')
    return answer
  }
  const refused = async (...call: Parameters<typeof refusal>): Promise<void> => void (await refusal(...call))
  const invalid = async (detail: object, ...call: Parameters<TestHub['call']>) => {
    const { status, body, text } = await test.call(...call)
    expect(status, text).toBe(422)
    expect(body.detail).toContainEqual(detail)
  }

  it('answers malformed JSON in the envelope', () =>
    refused(400, 'VALIDATION_ERROR', 'POST', '/api/regions', { raw: '{"name": ' }))
  it('answers a body beyond every limit in the envelope', () =>
    refused(400, 'VALIDATION_ERROR', 'POST', '/api/regions', { raw: JSON.stringify({ name: 'x'.repeat(5_000_000) }) }))
  it('answers a malformed address in the envelope', () =>
    refused(400, 'VALIDATION_ERROR', 'GET', '/api/regions/%E0%A4%A'))
  it('answers an unknown path in the envelope', () => refused(404, 'RESOURCE_NOT_FOUND', 'GET', '/api/nothing/here'))
  it('answers a method that a path does not have in the envelope', () =>
    refused(404, 'RESOURCE_NOT_FOUND', 'PATCH', '/api/regions'))
  it('answers a missing token', () => refused(401, 'INVALID_CREDENTIALS', 'GET', '/api/devices', { token: null }))
  it('answers a token that is none', () =>
    refused(401, 'INVALID_CREDENTIALS', 'GET', '/api/devices', { token: 'eyJhbGciOiJub25lIn0.e30.' }))

  it('names a field of a megabyte', () =>
    invalid(
      {
        loc: ['body', 'name'],
        msg: 'ensure this value has at most 200 characters',
        type: 'value_error.any_str.max_length',
      },
      'POST',
      '/api/regions',
      { json: { name: 'x'.repeat(1_000_000) } },
    ))
  it('names an unknown field', () =>
    invalid(
      { loc: ['body', 'nmae'], msg: 'extra fields not permitted', type: 'value_error.extra' },
      'POST',
      '/api/regions',
      { json: { name: 'x', nmae: 'y' } },
    ))
  it('names a wrong type', () =>
    invalid({ loc: ['body', 'name'], msg: 'str type expected', type: 'type_error.str' }, 'POST', '/api/regions', {
      json: { name: 7 },
    }))
  it('names a body that is no object', () =>
    invalid({ loc: ['body'], msg: 'value is not a valid dict', type: 'type_error.dict' }, 'POST', '/api/regions', {
      raw: '[1]',
    }))
  it('names a missing body', () =>
    invalid({ loc: ['body'], msg: 'field required', type: 'value_error.missing' }, 'POST', '/api/regions'))
  it('takes no SQL for a sort key', async () => {
    const { status, body } = await test.call(
      'GET',
      `/api/devices?sort_by=${encodeURIComponent('name; drop table device')}`,
    )
    expect(status).toBe(422)
    expect(body.detail[0]).toMatchObject({ loc: ['query', 'sort_by'], type: 'type_error.enum' })
    expect((await test.call('GET', '/api/devices')).body.total).toBe(2)
  })
  it('takes SQL in a filter for what it is: text', async () => {
    expect((await test.call('GET', `/api/devices?name=${encodeURIComponent("x' or 1=1 --")}`)).body.total).toBe(0)
  })
  it('holds the limits of a page', () =>
    invalid(
      {
        loc: ['query', 'limit'],
        msg: 'ensure this value is less than or equal to 200',
        type: 'value_error.number.not_le',
      },
      'GET',
      '/api/devices?limit=201',
    ))
  it('refuses a filter that it does not know', () =>
    invalid(
      { loc: ['query', 'colour'], msg: 'extra fields not permitted', type: 'value_error.extra' },
      'GET',
      '/api/devices?colour=red',
    ))
  it('refuses a parameter given twice', () =>
    invalid(
      { loc: ['query', 'skip'], msg: 'str type expected', type: 'type_error.str' },
      'GET',
      '/api/devices?skip=1&skip=2',
    ))
  it('refuses an end before its start', () =>
    refused(
      400,
      'VALIDATION_ERROR',
      'GET',
      `/api/measurements/aggregated?device_id=${marina.meter.id}&start=2026-04-07T00:00:00Z&end=2026-04-01T00:00:00Z&interval=daily`,
    ))

  it('says what it says in Turkish, and in English on demand', async () => {
    const turkish = await refusal(404, 'RESOURCE_NOT_FOUND', 'GET', '/api/regions/none')
    const english = await refusal(404, 'RESOURCE_NOT_FOUND', 'GET', '/api/regions/none', {
      headers: { 'accept-language': 'en' },
    })
    expect([turkish.body.detail, english.body.detail]).toEqual(['Bölge bulunamadı', 'Region not found'])
  })

  it('limits a caller to thirty requests a second', async () => {
    await test.clock.advance(1_000)
    const statuses = []
    for (let call = 0; call < 31; call++)
      statuses.push((await test.call('GET', '/api/regions?limit=1', { stillClock: true })).status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(30)
    const over = await test.call('GET', '/api/regions', { stillClock: true })
    expect([over.status, over.headers.get('retry-after')]).toEqual([429, '1'])
  })

  describe('permissions', () => {
    let viewer: string
    beforeAll(async () => {
      const roles = (await test.call('GET', '/api/roles?name=Viewer')).body.items
      await test.call('POST', '/api/users', {
        json: { email: 'viewer@firma.com', password: 'Izleyici123!', role_id: roles[0].id },
      })
      await test.clock.advance(60_000)
      viewer = (
        await test.call('POST', '/api/auth/login', {
          token: null,
          json: { email: 'viewer@firma.com', password: 'Izleyici123!' },
        })
      ).body.access_token
    })
    it('lets a viewer read', async () =>
      expect((await test.call('GET', '/api/devices', { token: viewer })).status).toBe(200))
    it.each([
      ['POST', '/api/regions'],
      ['DELETE', '/api/devices/x'],
      ['GET', '/api/users'],
      ['GET', '/api/console/audit'],
      ['POST', '/api/alarms'],
    ])('denies a viewer %s %s', (method, path) =>
      refused(403, 'PERMISSION_DENIED', method, path, { token: viewer, json: method === 'POST' ? {} : undefined }),
    )
    it('lets nobody give a role that they do not hold themselves', async () => {
      const role = await test.call('POST', '/api/roles', {
        json: { name: 'Yönetim', permissions: ['users:read', 'users:write', 'roles:read'] },
      })
      await test.call('POST', '/api/users', {
        json: { email: 'clerk@firma.com', password: 'Katip12345!', role_id: role.body.id },
      })
      await test.clock.advance(60_000)
      const clerk = (
        await test.call('POST', '/api/auth/login', {
          token: null,
          json: { email: 'clerk@firma.com', password: 'Katip12345!' },
        })
      ).body.access_token
      const administrator = (await test.call('GET', '/api/roles?name=Administrator')).body.items[0]
      const json = { email: 'x@firma.com', password: 'Katip12345!', role_id: administrator.id }
      await refused(403, 'PERMISSION_DENIED', 'POST', '/api/users', { token: clerk, json })
    })
  })

  it('keeps tenants apart', async () => {
    const { core } = test.hub
    const foreign = {
      ...(await core.identity.authenticate((await core.identity.login(ADMIN.email, ADMIN.password, null)).accessToken)),
      tenantId: 'another',
    }
    expect(() => core.devices.get(foreign, marina.meter.id)).toThrow(
      expect.objectContaining({ code: 'RESOURCE_NOT_FOUND' }),
    )
    await expect(core.sites.region(foreign, marina.region.id)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
    await expect(core.gateways.get(foreign, marina.mqtt.id)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
    await expect(
      core.telemetry.aggregated(foreign, marina.meter.id, { start: 0, end: 1, interval: 'daily' }),
    ).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
    expect(core.devices.index(foreign)).toEqual([])
  })
})

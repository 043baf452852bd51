import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../../test-hub.ts'
import { makeMarina } from '../../test-marina.ts'

let test: TestHub
let deviceId: string
let policyId: string
beforeAll(async () => {
  test = await startTestHub()
  const marina = await makeMarina(test)
  deviceId = marina.pedestal.id
  const { body } = await test.call('POST', '/api/alarms', {
    json: {
      name: 'Aşırı yük',
      severity: 'medium',
      target: { device_id: deviceId },
      condition: { type: 'threshold', metric: 'active_power', operator: '>', value: 7000 },
    },
  })
  policyId = body.id
})
afterAll(() => test.stop())

async function say(watts: number) {
  await test.clock.advance(1000)
  const at = test.clock.now()
  await test.intake.readings([{ deviceId, at, values: { active_power: watts }, quality: 'good' }])
  await test.hub.core.alarms.settled()
}
const get = async (path: string) => (await test.call('GET', path)).body

describe('annunciation over HTTP', () => {
  it('shelves within the limit of the severity, with the reason in the list', async () => {
    await say(8000)
    const [incident] = (await get('/api/alarms/incidents')).items
    const path = `/api/alarms/incidents/${incident.id}/snooze`
    const tooLong = await test.call('POST', path, { json: { duration_s: 9 * 3600, reason: 'x' } })
    expect([tooLong.status, tooLong.body.error_code]).toEqual([422, 'BUSINESS_RULE_VIOLATION'])
    const shelved = await test.call('POST', path, { json: { duration_s: 8 * 3600, reason: 'Parça bekleniyor' } })
    expect(shelved.body).toMatchObject({ status: 'snoozed', snooze_reason: 'Parça bekleniyor' })
    expect(shelved.body.snoozed_at).not.toBeNull()
    expect(await get('/api/console/alarms/annunciation')).toMatchObject({
      shelved: 1,
      suppressed: 0,
      flood_since: null,
      shelving_max_s: { critical: 3600, medium: 28_800 },
    })
    expect((await get('/api/alarms/incidents?status=snoozed')).total).toBe(1)
  })

  it('changes the limits and reminders of the tenant, within reason', async () => {
    const shelving = { info: 3600, low: 3600, medium: 3600, high: 3600, critical: 600 }
    const changed = await test.call('PATCH', '/api/console/alarms/settings', {
      json: { shelving_max_s: shelving, operators: 2 },
    })
    expect(changed.body).toMatchObject({ shelving_max_s: shelving, operators: 2, allow_private_webhooks: false })
    expect(await get('/api/console/alarms/settings')).toEqual(changed.body)
    for (const json of [{ operators: 0 }, { shelving_max_s: { ...shelving, critical: 1 } }])
      expect((await test.call('PATCH', '/api/console/alarms/settings', { json })).status).toBe(422)
  })

  it('keeps a ladder and a reminder per policy', async () => {
    const path = `/api/console/alarms/policies/${policyId}/annunciation`
    expect(await get(path)).toEqual({ ladder: [], reminder_s: null })
    const json = { ladder: [{ after_s: 600, severity: 'high' }], reminder_s: 300 }
    expect((await test.call('PUT', path, { json })).body).toEqual(json)
    const wrong = {
      ladder: [
        { after_s: 600, severity: 'high' },
        { after_s: 60, severity: 'low' },
      ],
    }
    expect((await test.call('PUT', path, { json: wrong })).status).toBe(422)
    expect((await test.call('GET', '/api/console/alarms/policies/x/annunciation')).status).toBe(404)
  })

  it('opens, lists and ends maintenance', async () => {
    const json = {
      target: { kind: 'device', id: deviceId },
      end: new Date(test.clock.now() + 3_600_000).toISOString(),
      reason: 'Yıllık bakım',
    }
    const made = await test.call('POST', '/api/console/maintenance', { json })
    expect([made.status, made.body.state, made.body.created_by]).toEqual([201, 'active', 'operator@firma.com'])
    await test.clock.advance(2000)
    await test.hub.core.alarms.settled()
    expect(await get('/api/alarms/incidents?is_suppressed=true')).toMatchObject({
      total: 1,
      items: [{ suppressed_by: 'maintenance', suppressed_reason: 'Yıllık bakım' }],
    })
    expect(await get('/api/alarms/incidents/count')).toMatchObject({ total: 0, suppressed: 1 })
    const ended = await test.call('POST', `/api/console/maintenance/${made.body.id}/end`)
    expect(ended.body).toMatchObject({ state: 'over', ended_by: 'operator@firma.com' })
    expect(await get('/api/console/maintenance?state=active')).toMatchObject({ total: 0 })
    expect(await get('/api/console/maintenance')).toMatchObject({ total: 1 })
  })

  it('tells the figures of a range, each with its target and source', async () => {
    const start = new Date(test.clock.now() - 86_400_000).toISOString()
    const end = new Date(test.clock.now() + 1000).toISOString()
    const kpis = await get(`/api/console/alarms/kpis?start=${start}&end=${end}`)
    expect(kpis).toMatchObject({
      operators: 2,
      annunciated: 1,
      per_operator_10_min: { peak: 0.5 },
      flood: { count: 0, share: 0 },
      top: { share: 1, items: [{ policy_name: 'Aşırı yük', device_name: 'B-12', count: 1 }] },
      priorities: { high: { count: 0 }, medium: { count: 1, share: 1 } },
      targets: { flood: { source: 'ISA-18.2' } },
    })
    const backwards = await test.call('GET', `/api/console/alarms/kpis?start=${end}&end=${start}`)
    expect(backwards.status).toBe(422)
  })

  it('groups nothing while there is no flood', async () => {
    expect(await get('/api/console/alarms/flood')).toEqual({ items: [] })
  })

  it('asks for permissions', async () => {
    for (const path of ['/api/console/alarms/kpis', '/api/console/maintenance', '/api/console/mail'])
      expect((await test.call('GET', path, { token: null })).status).toBe(401)
  })
})

import ExcelJS from 'exceljs'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ADMIN, startTestHub, type TestHub } from '../../test-hub.ts'
import { makeMarina } from '../../test-marina.ts'

const HOUR = 3_600_000
const FROM = Date.parse('2026-04-01T00:00:00+03:00')

describe('platform.md, POST /api/measurements/export', () => {
  let test: TestHub
  let marina: Awaited<ReturnType<typeof makeMarina>>
  beforeAll(async () => {
    test = await startTestHub()
    marina = await makeMarina(test)
    await test.call('PUT', `/api/devices/${marina.pedestal.id}`, { json: { subregion_id: marina.subregion.id } })
    const readings = []
    for (let at = FROM; at <= FROM + 48 * HOUR; at += 10 * 60_000) {
      const values = {
        voltage_l1: 230 + Math.sin(at),
        current_l1: 12.8,
        active_power: 2960 + (at % 7) / 3,
        power_factor: 0.97,
        energy_import: 1_000_000 + (2960 * (at - FROM)) / HOUR,
      }
      readings.push({ deviceId: marina.meter.id, at, values, quality: 'good' as const })
      readings.push({ deviceId: marina.pedestal.id, at, values: { active_power: 1000 }, quality: 'good' as const })
    }
    await test.intake.readings(readings)
  })
  afterAll(() => test.stop())

  const body = (change: object = {}) => ({
    device_id: marina.meter.id,
    start: '2026-04-01T00:00:00+03:00',
    end: '2026-04-03T00:00:00+03:00',
    interval: 'hourly',
    format: 'csv',
    ...change,
  })
  const exported = (change: object = {}, headers: Record<string, string> = {}) =>
    test.call('POST', '/api/measurements/export', { json: body(change), headers })
  const signIn = async () => (await test.call('POST', '/api/auth/login', { json: ADMIN })).body.access_token
  const bytesOf = async (path: string, json?: unknown) => {
    await test.clock.advance(1000)
    const token = await signIn()
    const response = await fetch(test.hub.url + path, {
      method: json ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: json ? JSON.stringify(json) : null,
    })
    return { headers: response.headers, status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) }
  }
  const finished = async (id: string) => {
    const wire = async () => (await test.call('GET', `/api/console/exports/${id}`)).body
    await vi.waitFor(async () => expect((await wire()).is_over).toBe(true), { timeout: 10_000 })
    return wire()
  }

  it('answers a file with the numbers of the aggregated answer', async () => {
    const answer = await exported({}, { 'accept-language': 'en' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename=Entes-RG3-12CS-01_2026-04-01_2026-04-02_hourly.csv',
    )
    const [head, ...lines] = answer.text.trim().split('\r\n')
    expect(head).toBe(
      'timestamp,local_time (Europe/Istanbul),device_id,device,voltage_avg (V),current_avg (A),power_avg (kW),energy_kwh,power_factor_avg,coverage',
    )
    const query = `device_id=${marina.meter.id}&start=2026-03-31T21:00:00Z&end=2026-04-02T21:00:00Z&interval=hourly`
    const { data } = (await test.call('GET', `/api/measurements/aggregated?${query}`)).body
    expect(lines).toHaveLength(48)
    for (const [i, line] of lines.entries()) {
      const [timestamp, , , name, ...figures] = line.split(',')
      const row = data[i]
      expect([timestamp, name]).toEqual([row.timestamp, 'Entes RG3-12CS #01'])
      const wanted = [
        row.voltage_avg,
        row.current_avg,
        row.power_avg,
        row.energy_kwh,
        row.power_factor_avg,
        row.coverage,
      ]
      for (const [k, figure] of figures.entries()) expect(Number(figure)).toBeCloseTo(wanted[k], 7)
    }
  })

  it('has the same numbers in all three formats', async () => {
    const csv = (await exported({ interval: 'raw', metrics: ['active_power', 'voltage_l1'] })).text
    const lines = csv.trim().split('\r\n').slice(1)
    const numbers = lines.map((line) =>
      line
        .split(';')
        .slice(4, 6)
        .map((text) => Number(text.replace(',', '.'))),
    )
    expect(numbers).toHaveLength(288)
    const xlsx = await bytesOf(
      '/api/measurements/export',
      body({ interval: 'raw', metrics: ['active_power', 'voltage_l1'], format: 'xlsx' }),
    )
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(xlsx.bytes.buffer)
    const cells = numbers.map((_, i) =>
      ['E', 'F'].map((column) => book.worksheets[0]?.getCell(`${column}${i + 2}`).value),
    )
    expect(cells).toEqual(numbers)
    const pdf = await bytesOf(
      '/api/measurements/export',
      body({ interval: 'raw', metrics: ['active_power', 'voltage_l1'], format: 'pdf' }),
    )
    const { text } = await extractText(await getDocumentProxy(pdf.bytes), { mergePages: true })
    const spoken = text.replaceAll(/\s+/g, ' ')
    for (const line of lines) {
      const [, time, , , power, voltage] = line.split(';')
      expect(spoken).toContain(`${time} ${power} ${voltage} good`)
    }
  })

  it('takes several devices, and metrics by mean, minimum and maximum', async () => {
    const { device_id: _, ...rest } = body({
      device_ids: [marina.meter.id, marina.pedestal.id],
      metrics: ['active_power', 'energy_import'],
      interval: 'daily',
    })
    const { text } = await test.call('POST', '/api/measurements/export', { json: rest })
    const [head, ...lines] = text.trim().split('\r\n')
    expect(head).toContain(
      ';active_power_avg (W);active_power_min (W);active_power_max (W);energy_import_increase (Wh);coverage',
    )
    expect(lines.map((line) => line.split(';')[3])).toEqual([
      'Entes RG3-12CS #01',
      'Entes RG3-12CS #01',
      'B-12',
      'B-12',
    ])
    expect(lines[2]).toContain(';1000;1000;1000;;')
    expect(lines[0]).toContain(';71040;')
  })

  it('answers a head alone where nothing was measured', async () => {
    const empty = await exported({ interval: 'raw', start: '2020-01-01T00:00:00Z', end: '2020-01-02T00:00:00Z' })
    expect([empty.status, empty.text.trim().split('\r\n').length]).toEqual([200, 1])
    expect((await exported({ interval: 'raw', metrics: ['frequency'] })).status).toBe(200)
  })

  it.each([
    [{ metrics: ['no_such_metric'] }, 422, 'BUSINESS_RULE_VIOLATION'],
    [{ start: '2026-04-03T00:00:00Z', end: '2026-04-02T00:00:00Z' }, 400, 'VALIDATION_ERROR'],
    [{ device_id: 'nobody' }, 404, 'RESOURCE_NOT_FOUND'],
  ])('refuses %j with %i %s', async (change, status, code) => {
    const answer = await exported(change)
    expect([answer.status, answer.body.error_code]).toEqual([status, code])
  })

  it.each([
    [{ interval: 'yearly' }, ['body', 'interval']],
    [{ format: 'docx' }, ['body', 'format']],
    [{ locale: 'de' }, ['body', 'locale']],
    [{ device_ids: ['x'] }, ['body', 'device_id']],
    [{ metrics: ['a b'] }, ['body', 'metrics', 0]],
    [{ start: 'yesterday' }, ['body', 'start']],
    [{ typo: 1 }, ['body', 'typo']],
  ])('says where %j is wrong', async (change, loc) => {
    const answer = await exported(change)
    expect(answer.status).toBe(422)
    expect(answer.body.detail[0].loc).toEqual(loc)
  })

  it('is seen by nobody else, can be removed once it is over, and is written into the audit', async () => {
    const job = await finished((await exported({ background: true })).body.id)
    const { id: roleId } = (await test.call('GET', '/api/roles?name=Viewer')).body.items[0]
    const other = { email: 'baska@firma.com', password: 'GucluSifre123!' }
    await test.call('POST', '/api/users', { json: { ...other, role_id: roleId } })
    await test.clock.advance(60_000)
    const { access_token: token } = (await test.call('POST', '/api/auth/login', { json: other })).body
    expect((await test.call('GET', '/api/console/exports', { token })).body.total).toBe(0)
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/file'],
      ['POST', '/cancel'],
      ['POST', '/ticket'],
      ['DELETE', ''],
    ] as const)
      expect((await test.call(method, `/api/console/exports/${job.id}${path}`, { token })).status).toBe(404)
    expect((await test.call('POST', `/api/console/exports/${job.id}/cancel`)).body.error_code).toBe('STATE_CONFLICT')
    expect((await test.call('DELETE', `/api/console/exports/${job.id}`)).status).toBe(204)
    expect((await test.call('GET', `/api/console/exports/${job.id}`)).status).toBe(404)
    const audit = (await test.call('GET', `/api/console/audit?entity=export`)).body.items
    expect(audit.slice(0, 2).map(({ action }: { action: string }) => action)).toEqual(['delete', 'create'])
  })

  it('estimates the rows and says whether the file comes at once', async () => {
    const estimate = (await test.call('POST', '/api/console/exports/estimate', { json: body({ interval: 'raw' }) }))
      .body
    expect(estimate).toEqual({ rows: 288, most_rows: 100_000_000, is_direct: true })
  })

  it('refuses a report that would fill a shelf, and names the limit', async () => {
    const answer = await exported({ format: 'pdf', start: '2020-01-01T00:00:00Z' })
    expect(answer.status).toBe(422)
    expect(answer.body.detail).toContain('PDF en çok 20.000 satır alır')
  })

  it('makes a file in the background, keeps it for a day and gives it out in ranges', async () => {
    const begun = await exported({ interval: 'raw', background: true })
    expect(begun.status).toBe(202)
    const job = await finished(begun.body.id)
    expect(job).toMatchObject({ status: 'done', rows_done: 289 - 1, rows_total: 288, can_cancel: false })
    expect(Date.parse(job.expires_at) - Date.parse(job.finished_at)).toBe(24 * HOUR)
    const path = `/api/console/exports/${job.id}/file`
    const whole = (await exported({ interval: 'raw' })).text
    const file = await test.call('GET', path)
    expect(file.text).toBe(whole)
    expect(file.headers.get('content-length')).toBe(String(job.bytes))
    const part = await test.call('GET', path, { headers: { range: 'bytes=3-11' } })
    expect([part.status, part.text]).toEqual([206, 'timestamp'])
    const ticket = (await test.call('POST', `/api/console/exports/${job.id}/ticket`)).body
    expect((await test.call('GET', ticket.path, { token: null })).text).toBe(whole)
    await test.clock.advance(11 * 60_000)
    expect((await test.call('GET', ticket.path, { token: null })).status).toBe(404)
  })
})

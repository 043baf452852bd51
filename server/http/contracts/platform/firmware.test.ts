import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../../test-hub.ts'

const BYTES = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 251))
const SHA256 = createHash('sha256').update(BYTES).digest('hex')

let test: TestHub
let token: string
beforeAll(async () => {
  test = await startTestHub()
  token = (
    await test.call('POST', '/api/auth/login', { json: { email: 'operator@firma.com', password: 'GucluSifre123!' } })
  ).body.access_token
})
afterAll(() => test.stop())

interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any
}

async function upload(
  fields: Record<string, string>,
  bytes: Buffer | null = BYTES,
  fileFirst = false,
): Promise<Answer> {
  await test.clock.advance(1_000)
  const form = new FormData()
  const addFile = () => {
    if (bytes) form.append('file', new Blob([Uint8Array.from(bytes)]), '../../etc/güncelleme.bin')
  }
  if (fileFirst) addFile()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  if (!fileFirst) addFile()
  const answer = await fetch(`${test.hub.url}/api/firmware/versions`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${token}` },
  })
  return { status: answer.status, body: await answer.json() }
}

async function raw(path: string, headers: Record<string, string> = {}) {
  await test.clock.advance(1_000)
  const answer = await fetch(test.hub.url + path, { headers: { authorization: `Bearer ${token}`, ...headers } })
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}

const facts = (version: string) => ({ name: 'Dock node', version, device_type: 'dock_node' })
const left = async (folder: string) => readdir(join(test.folder, folder))

describe('upload', () => {
  it('streams the file to disk under its hash, whatever order the form is in', async () => {
    const { status, body } = await upload(
      { ...facts('1.0.0'), hw_revision: 'B', min_from_version: '0.9.0' },
      BYTES,
      true,
    )
    expect(status).toBe(201)
    expect(body).toMatchObject({
      ...facts('1.0.0'),
      hw_revision: 'B',
      min_from_version: '0.9.0',
      size: BYTES.length,
      sha256: SHA256,
      is_signed: false,
      status: 'draft',
      allowed_actions: ['change', 'release', 'delete'],
    })
    expect(await left('firmware')).toEqual([SHA256])
    expect(await left('uploads')).toEqual([])
  })

  it('refuses the same version twice and leaves nothing of it', async () => {
    const { status, body } = await upload(facts('1.0.0'), Buffer.from('other bytes'))
    expect(status).toBe(409)
    expect(body.error_code).toBe('DUPLICATE_ENTRY')
    expect(await left('uploads')).toEqual([])
    expect(await left('firmware')).toEqual([SHA256])
  })

  it.each([
    [{ ...facts('1.0'), name: 'x' }, 400],
    [{ ...facts('1.1.0'), min_from_version: '2.0.0' }, 400],
    [{ name: 'x', version: '1.0.0' }, 422],
    [{ ...facts('1.1.0'), colour: 'red' }, 422],
    [{ ...facts('1.1.0'), signature: 'short' }, 422],
  ])('refuses %j', async (fields, status) => {
    expect((await upload(fields)).status).toBe(status)
    expect(await left('uploads')).toEqual([])
  })

  it('refuses a form without a file in the words of the contract', async () => {
    const { status, body } = await upload(facts('1.1.0'), null)
    expect(status).toBe(422)
    expect(body.detail).toEqual([{ loc: ['body', 'file'], msg: 'field required', type: 'value_error.missing' }])
  })

  it('refuses an empty file, and a body that is no form', async () => {
    expect((await upload(facts('1.1.0'), Buffer.alloc(0))).status).toBe(400)
    const answer = await test.call('POST', '/api/firmware/versions', { json: facts('1.1.0') })
    expect(answer.status).toBe(400)
    const broken = await test.call('POST', '/api/firmware/versions', {
      raw: '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    })
    expect(broken.status).toBe(400)
    expect(await left('uploads')).toEqual([])
  })

  it('stops at the limit that is set', async () => {
    await test.call('PATCH', '/api/console/firmware/settings', { json: { max_upload_mb: 1 } })
    const { status, body } = await upload(facts('1.1.0'), Buffer.alloc(1_100_000))
    expect(status).toBe(422)
    expect(body).toMatchObject({ error_code: 'BUSINESS_RULE_VIOLATION', detail: expect.stringContaining('1 MB') })
    expect(await left('uploads')).toEqual([])
    await test.call('PATCH', '/api/console/firmware/settings', { json: { max_upload_mb: 64 } })
  })
})

describe('signatures', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const signature = sign(null, BYTES, privateKey).toString('base64')

  it('are believed from trusted keys only, and signing becomes a duty with the first of them', async () => {
    expect((await upload({ ...facts('2.0.0'), signature })).status).toBe(422)
    const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
    const key = await test.call('POST', '/api/console/firmware/keys', { json: { name: 'Build', public_key: pem } })
    expect(key.status).toBe(201)
    const again = await test.call('POST', '/api/console/firmware/keys', {
      json: { name: 'Build', public_key: key.body.public_key },
    })
    expect(again.status).toBe(409)

    const signed = await upload({ ...facts('2.0.0'), signature })
    expect(signed.body).toMatchObject({ is_signed: true, key_id: key.body.id })
    expect((await upload({ ...facts('2.0.1'), signature }, Buffer.from('tampered'))).status).toBe(422)

    const unsigned = await upload(facts('2.1.0'), Buffer.from('unsigned'))
    const refused = await test.call('POST', `/api/firmware/versions/${unsigned.body.id}/release`)
    expect(refused.status).toBe(422)
    await test.call('PATCH', '/api/console/firmware/settings', { json: { allows_unsigned: true } })
    const released = await test.call('POST', `/api/firmware/versions/${unsigned.body.id}/release`)
    expect(released.body).toMatchObject({ status: 'released', is_signed: false })

    expect((await test.call('DELETE', `/api/console/firmware/keys/${key.body.id}`)).status).toBe(204)
    expect((await test.call('GET', `/api/firmware/versions/${signed.body.id}`)).body.is_signed).toBe(true)
  })

  it('can be given to a draft later', async () => {
    const bare = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64')
    await test.call('POST', '/api/console/firmware/keys', { json: { name: 'Build', public_key: bare } })
    const draft = await upload({ ...facts('2.2.0'), name: 'Later' })
    const path = `/api/firmware/versions/${draft.body.id}`
    const other = sign(null, Buffer.from('else'), privateKey).toString('base64')
    expect((await test.call('PATCH', path, { json: { signature: other } })).status).toBe(422)
    expect((await test.call('PATCH', path, { json: { signature } })).body.is_signed).toBe(true)
    expect((await test.call('PATCH', path, { json: { signature: null } })).body.is_signed).toBe(false)
  })

  it('refuses what is no key', async () => {
    const answer = await test.call('POST', '/api/console/firmware/keys', { json: { name: 'x', public_key: 'AAAA' } })
    expect(answer.status).toBe(400)
  })
})

describe('the life of a version', () => {
  it('draft may change, released never again, deprecated is the end', async () => {
    const { body: draft } = await upload({ ...facts('3.0.0'), name: 'Life' })
    const path = `/api/firmware/versions/${draft.id}`
    const changed = await test.call('PATCH', path, { json: { name: 'Life 2', hw_revision: 'C', notes: 'Quieter' } })
    expect(changed.body).toMatchObject({ name: 'Life 2', hw_revision: 'C', notes: 'Quieter' })
    expect((await test.call('POST', `${path}/deprecate`)).status).toBe(409)

    const released = await test.call('POST', `${path}/release`)
    expect(released.body).toMatchObject({ status: 'released', allowed_actions: ['deprecate', 'roll_out'] })
    for (const [method, at, json] of [
      ['PATCH', path, { name: 'Life 3' }],
      ['POST', `${path}/release`, undefined],
      ['DELETE', `/api/console/firmware/versions/${draft.id}`, undefined],
    ] as const) {
      const refused = await test.call(method, at, json ? { json } : {})
      expect([refused.status, refused.body.error_code]).toEqual([409, 'STATE_CONFLICT'])
    }
    expect((await test.call('POST', `${path}/deprecate`)).body.status).toBe('deprecated')
    expect((await test.call('POST', `${path}/deprecate`)).status).toBe(409)
  })

  it('deletes the file of a draft only when no other version is the same bytes', async () => {
    const bytes = Buffer.from('two names, one file')
    const sha = createHash('sha256').update(bytes).digest('hex')
    const one = (await upload({ ...facts('4.0.0'), name: 'One' }, bytes)).body
    const two = (await upload({ ...facts('4.0.0'), name: 'Two' }, bytes)).body
    await test.call('DELETE', `/api/console/firmware/versions/${one.id}`)
    expect(await left('firmware')).toContain(sha)
    await test.call('DELETE', `/api/console/firmware/versions/${two.id}`)
    expect(await left('firmware')).not.toContain(sha)
    expect((await test.call('GET', `/api/firmware/versions/${two.id}`)).status).toBe(404)
  })

  it('lists by state, newest first', async () => {
    const { body } = await test.call('GET', '/api/firmware/versions?status=deprecated')
    expect(body).toMatchObject({ total: 1, skip: 0, limit: 50, items: [{ version: '3.0.0' }] })
  })

  it('is written down', async () => {
    const { body } = await test.call('GET', '/api/console/audit?entity=firmware&limit=200')
    const actions = new Set(body.items.map(({ action }: { action: string }) => action))
    expect([...actions].sort()).toEqual(
      ['create', 'delete', 'deprecate', 'distrust_key', 'release', 'trust_key', 'update', 'update_settings'].sort(),
    )
  })
})

describe('download', () => {
  let path: string
  beforeAll(async () => {
    const { body } = await test.call('GET', '/api/firmware/versions?version=1.0.0')
    path = `/api/firmware/versions/${body.items[0].id}/download`
  })

  it('is whole, with a tag and a name of our own', async () => {
    const answer = await raw(path)
    expect(answer.status).toBe(200)
    expect(answer.bytes.equals(BYTES)).toBe(true)
    expect(answer.headers.get('etag')).toBe(`"${SHA256}"`)
    expect(answer.headers.get('accept-ranges')).toBe('bytes')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=Dock-node-1.0.0.bin')
  })

  it('goes on from where it broke off', async () => {
    const answer = await raw(path, { range: 'bytes=250000-' })
    expect(answer.status).toBe(206)
    expect(answer.headers.get('content-range')).toBe(`bytes 250000-299999/${BYTES.length}`)
    expect(answer.bytes.equals(BYTES.subarray(250_000))).toBe(true)
    expect((await raw(path, { range: 'bytes=300000-' })).status).toBe(416)
    expect((await raw(path, { 'if-none-match': `"${SHA256}"` })).status).toBe(304)
  })

  it('refuses a file whose bytes are no longer those that were uploaded', async () => {
    await writeFile(join(test.folder, 'firmware', SHA256), Buffer.from('bit rot'))
    const answer = await raw(path)
    expect([answer.status, JSON.parse(answer.bytes.toString()).error_code]).toEqual([409, 'STATE_CONFLICT'])
    await writeFile(join(test.folder, 'firmware', SHA256), BYTES)
    expect((await raw(path)).status).toBe(200)
  })
})

it('forgets half uploads and files without a version when it starts', async () => {
  const first = await startTestHub({ folder: join(test.folder, 'other') })
  await first.stop()
  await writeFile(join(test.folder, 'other', 'uploads', 'half'), 'half')
  await writeFile(join(test.folder, 'other', 'firmware', 'f'.repeat(64)), 'orphan')
  const second = await startTestHub({ folder: join(test.folder, 'other'), admin: false })
  expect(await readdir(join(test.folder, 'other', 'uploads'))).toEqual([])
  expect(await readdir(join(test.folder, 'other', 'firmware'))).toEqual([])
  await second.stop()
})

import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FILE = 'secrets.json'

/** This install's signing key: made once from the system's random source, readable by its owner only. */
export function loadSecrets(dataFolder: string): { readonly signingKey: Uint8Array } {
  const path = join(dataFolder, FILE)
  try {
    const { signing_key: key } = JSON.parse(readFileSync(path, 'utf8')) as { signing_key: string }
    return { signingKey: Buffer.from(key, 'base64') }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  const signingKey = randomBytes(64)
  writeFileSync(path, JSON.stringify({ signing_key: signingKey.toString('base64') }), { mode: 0o600, flag: 'wx' })
  return { signingKey }
}

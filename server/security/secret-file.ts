import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SecretKeeper } from '../core/mail/mail.types.ts'

const FILE = 'outside-secrets.json'

/** Passwords and keys towards the outside, in a file of the data folder that only its owner can read. */
export function secretFile(dataFolder: string): SecretKeeper {
  const path = join(dataFolder, FILE)
  const secrets = new Map(Object.entries(readSecrets(path)))
  return {
    get: (name) => secrets.get(name) ?? null,
    put(name, value) {
      if (value === null) secrets.delete(name)
      else secrets.set(name, value)
      const next = `${path}.next`
      writeFileSync(next, JSON.stringify(Object.fromEntries(secrets)), { mode: 0o600 })
      chmodSync(next, 0o600)
      renameSync(next, path)
    },
  }
}

function readSecrets(path: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  }
}

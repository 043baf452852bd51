import { hash, verify } from '@node-rs/argon2'
import type { Passwords } from '../core/identity/identity.ts'

/** argon2id with OWASP's first recommendation (19 MiB, 2 passes, 1 lane). Runs on libuv's threads. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const argonPasswords: Passwords = {
  hash: (password) => hash(password, OPTIONS),
  verify: (stored, password) => verify(stored, password),
}

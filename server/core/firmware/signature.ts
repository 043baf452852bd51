import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { invalid } from '../errors.ts'
import type { FirmwareKey } from './firmware.types.ts'

/** What an ed25519 public key in DER begins with (RFC 8410); the key's 32 bytes follow. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')
const KEY_BYTES = 32
const SIGNATURE_BYTES = 64

const NO_KEY = invalid({
  tr: 'Geçerli bir ed25519 açık anahtarı değil (PEM ya da base64 olarak 32 bayt)',
  en: 'Not a valid ed25519 public key (PEM, or 32 bytes as base64)',
})

/** Reads a public key as PEM or as its bare 32 bytes. @throws AppError VALIDATION_ERROR */
export function readPublicKey(text: string): { readonly id: string; readonly publicKey: string } {
  const bytes = text.includes('-----BEGIN') ? bytesOfPem(text) : Buffer.from(text.trim(), 'base64')
  if (bytes.length !== KEY_BYTES) throw NO_KEY
  const id = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
  return { id, publicKey: bytes.toString('base64') }
}

function bytesOfPem(pem: string): Buffer {
  try {
    const key = createPublicKey(pem)
    if (key.asymmetricKeyType !== 'ed25519') throw NO_KEY
    return key.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length)
  } catch {
    throw NO_KEY
  }
}

const keyObject = (key: FirmwareKey): KeyObject =>
  createPublicKey({
    key: Buffer.concat([SPKI_PREFIX, Buffer.from(key.publicKey, 'base64')]),
    format: 'der',
    type: 'spki',
  })

/** The trusted key under this signature, or null. The signature is over the bytes of the file themselves. */
export function signerOf(bytes: Uint8Array, signature: string, keys: readonly FirmwareKey[]): FirmwareKey | null {
  const raw = Buffer.from(signature, 'base64')
  if (raw.length !== SIGNATURE_BYTES) return null
  return keys.find((key) => verify(null, bytes, keyObject(key), raw)) ?? null
}

import { createHash, randomInt, timingSafeEqual } from 'node:crypto'

/** No 0/O and no 1/I: a code is read from a screen and typed on a pontoon. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
/** Finds the claim, so that wrong tries can be counted against it; not secret. */
const SELECTOR_LENGTH = 4
/** 8 characters of 5 bits. */
const SECRET_LENGTH = 8
const GROUP = 4

export interface ClaimCode {
  readonly selector: string
  readonly secret: string
}

const draw = (length: number): string =>
  Array.from({ length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')

export const newClaimCode = (): ClaimCode => ({ selector: draw(SELECTOR_LENGTH), secret: draw(SECRET_LENGTH) })

/** As people see it: `K7QM-3VXA-9TRE`. */
export function showClaimCode({ selector, secret }: ClaimCode): string {
  const whole = selector + secret
  return (whole.match(new RegExp(`.{${GROUP}}`, 'g')) ?? [whole]).join('-')
}

/** Takes a typed code apart; small letters, spaces and dashes do not matter. Null: it cannot be one. */
export function parseClaimCode(typed: string): ClaimCode | null {
  const whole = typed.toUpperCase().replace(/[\s-]/g, '')
  if (whole.length !== SELECTOR_LENGTH + SECRET_LENGTH) return null
  if ([...whole].some((character) => !ALPHABET.includes(character))) return null
  return { selector: whole.slice(0, SELECTOR_LENGTH), secret: whole.slice(SELECTOR_LENGTH) }
}

/** What is stored of a code. A fast hash is enough: the secret is random, lives minutes and burns after a few tries. */
export function hashClaimCode({ selector, secret }: ClaimCode): string {
  return createHash('sha256').update(`${selector}${secret}`).digest('hex')
}

export function matchesClaimCode(code: ClaimCode, sha256: string): boolean {
  const given = Buffer.from(hashClaimCode(code), 'hex')
  const kept = Buffer.from(sha256, 'hex')
  return given.length === kept.length && timingSafeEqual(given, kept)
}

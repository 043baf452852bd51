import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CLAIM_ACTIONS, CLAIM_STATES, CLAIM_TRANSITIONS } from './claim.states.ts'
import { hashClaimCode, matchesClaimCode, newClaimCode, parseClaimCode, showClaimCode } from './claim-code.ts'

it('a code is read as it was shown, however it is typed', () => {
  const code = newClaimCode()
  const shown = showClaimCode(code)
  expect(shown).toMatch(/^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$/)
  expect(parseClaimCode(shown)).toEqual(code)
  expect(parseClaimCode(` ${shown.toLowerCase().replaceAll('-', ' ')} `)).toEqual(code)
})

it('letters that could be digits are no code, nor is anything else', () => {
  for (const typed of ['', 'AAAA-BBBB', 'OOOO-IIII-0000', 'AAAA-BBBB-CCCC-DDDD'])
    expect(parseClaimCode(typed)).toBeNull()
  fc.assert(fc.property(fc.string(), (typed) => void parseClaimCode(typed)))
})

it('only the code itself matches what is stored of it', () => {
  const code = newClaimCode()
  const stored = hashClaimCode(code)
  expect(stored).not.toContain(code.secret)
  expect(matchesClaimCode(code, stored)).toBe(true)
  expect(matchesClaimCode({ ...code, secret: newClaimCode().secret }, stored)).toBe(false)
  expect(matchesClaimCode(code, 'kısa')).toBe(false)
})

it('nothing follows the end of a claim', () => {
  for (const state of CLAIM_STATES.filter((one) => one !== 'pending')) expect(CLAIM_TRANSITIONS[state]).toEqual({})
  expect(Object.keys(CLAIM_TRANSITIONS.pending).sort()).toEqual([...CLAIM_ACTIONS].sort())
})

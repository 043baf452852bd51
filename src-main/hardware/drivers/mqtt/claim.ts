import type { ClaimAnswer } from '../../../../server/core/outside.ts'

/** How a gateway without credentials asks for some (additions.md): it shows a code, once. */
export const CLAIM_USER = 'claim'
export const CLAIM_TOPIC = 'quaywatch/claim'
export const CLAIM_ANSWER_TOPIC = 'quaywatch/claim/answer'
const MAX_CLAIM_BYTES = 1024

export type Redeem = (code: string) => Promise<ClaimAnswer>

/** The code in `{"code": "K7QM-3VXA-9TRE"}`, or in a payload that is nothing but the code. Null: there is none. */
export function claimCodeIn(payload: Buffer): string | null {
  if (payload.length === 0 || payload.length > MAX_CLAIM_BYTES) return null
  const text = payload.toString().trim()
  if (!text.startsWith('{')) return text
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null || !('code' in parsed)) return null
    return typeof parsed.code === 'string' ? parsed.code : null
  } catch {
    return null
  }
}

/** `hasCredentials` false on a broker elsewhere: who may connect there is not ours to say. */
export async function answerClaim(payload: Buffer, redeem: Redeem, hasCredentials: boolean): Promise<string> {
  const code = claimCodeIn(payload)
  const answer = code === null ? { refused: 'no code' } : await redeem(code)
  if ('refused' in answer) return JSON.stringify({ ok: false, error: answer.refused })
  const { gatewayId, baseTopic, username, password } = answer
  const known = { ok: true, gateway_id: gatewayId, base_topic: baseTopic }
  return JSON.stringify(hasCredentials ? { ...known, username, password } : known)
}

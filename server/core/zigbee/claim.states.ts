/** Life of a claim code: one use, fifteen minutes by default, five wrong tries. */
export const CLAIM_STATES = ['pending', 'redeemed', 'cancelled', 'expired', 'burnt'] as const
export type ClaimState = (typeof CLAIM_STATES)[number]

export const CLAIM_ACTIONS = ['redeem', 'cancel', 'expire', 'burn'] as const
export type ClaimAction = (typeof CLAIM_ACTIONS)[number]

/** What an action makes of a state; absent = not allowed there. */
export const CLAIM_TRANSITIONS: Readonly<Record<ClaimState, Partial<Record<ClaimAction, ClaimState>>>> = {
  pending: { redeem: 'redeemed', cancel: 'cancelled', expire: 'expired', burn: 'burnt' },
  redeemed: {},
  cancelled: {},
  expired: {},
  burnt: {},
}

/** The life of one configuration sent to one gateway. */
export const PUSH_STATES = [
  /** The gateway is away or locked out; it is sent when it can be. */
  'queued',
  'sent',
  'acknowledged',
  /** The gateway refused it, or answered with another configuration. */
  'failed',
  /** No answer in time: the one before was sent again in its place. */
  'rolled_back',
  /** It waited too long to be sent. */
  'expired',
  /** A newer one took its place before it was answered. */
  'superseded',
] as const
export type PushState = (typeof PUSH_STATES)[number]

export const PUSH_ACTIONS = ['send', 'acknowledge', 'refuse', 'give_up', 'expire', 'supersede'] as const
export type PushAction = (typeof PUSH_ACTIONS)[number]

/** A gateway may go away between the command and its answer; the answer may come after the deadline of a slow one. */
export const PUSH_TRANSITIONS: Readonly<Record<PushState, Readonly<Partial<Record<PushAction, PushState>>>>> = {
  queued: { send: 'sent', acknowledge: 'acknowledged', expire: 'expired', supersede: 'superseded' },
  sent: {
    send: 'sent',
    acknowledge: 'acknowledged',
    refuse: 'failed',
    give_up: 'rolled_back',
    supersede: 'superseded',
  },
  acknowledged: {},
  failed: {},
  rolled_back: {},
  expired: {},
  superseded: {},
}

export const pushStep = (from: PushState, action: PushAction): PushState | null =>
  PUSH_TRANSITIONS[from][action] ?? null

export const isPushOver = (state: PushState): boolean => Object.keys(PUSH_TRANSITIONS[state]).length === 0

export const OPEN_PUSHES = PUSH_STATES.filter((state) => !isPushOver(state))

/** How a gateway stands to the configuration that it should have. */
export const CONFIG_STATES = ['in_sync', 'pending', 'drifted', 'never_reported', 'failed'] as const
export type ConfigState = (typeof CONFIG_STATES)[number]

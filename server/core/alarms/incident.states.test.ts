import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  callsForAttention,
  canStep,
  INCIDENT_ACTIONS,
  INCIDENT_STATES,
  INITIAL_STATE,
  type IncidentAction,
  type IncidentState,
  isAcknowledged,
  isCleared,
  type ResumeState,
  type Situation,
  STATES_OF,
  STATUS_OF,
  step,
} from './incident.states.ts'

const RESUMABLE: readonly ResumeState[] = ['active_unack', 'active_ack', 'cleared_unack', 'cleared_ack']
const SITUATIONS: readonly Situation[] = INCIDENT_STATES.flatMap((state): Situation[] =>
  state === 'snoozed'
    ? RESUMABLE.map((resumeState) => ({ state, resumeState }))
    : [{ state: state as IncidentState, resumeState: null }],
)

/** Every allowed edge, written out a second time on purpose: a change of the table must be a decision. */
const EXPECTED: Readonly<Record<string, Readonly<Partial<Record<IncidentAction, string>>>>> = {
  active_unack: {
    ack: 'active_ack',
    snooze: 'snoozed/active_unack',
    clear: 'cleared_unack',
    escalate: 'active_unack',
    lower: 'active_unack',
    repeat: 'active_unack',
    settle: 'active_unack',
    remind: 'active_unack',
    withdraw: 'closed',
  },
  active_ack: {
    snooze: 'snoozed/active_ack',
    close: 'closed',
    clear: 'cleared_ack',
    escalate: 'active_ack',
    lower: 'active_ack',
    repeat: 'active_ack',
    settle: 'active_ack',
    withdraw: 'closed',
  },
  cleared_unack: {
    ack: 'cleared_ack',
    close: 'closed',
    recur: 'active_unack',
    escalate: 'cleared_unack',
    lower: 'cleared_unack',
    remind: 'cleared_unack',
    withdraw: 'closed',
  },
  cleared_ack: {
    close: 'closed',
    recur: 'active_unack',
    escalate: 'cleared_ack',
    lower: 'cleared_ack',
    finish: 'closed',
    withdraw: 'closed',
  },
  'snoozed/active_unack': {
    ack: 'snoozed/active_ack',
    snooze: 'snoozed/active_unack',
    clear: 'snoozed/cleared_unack',
    unsnooze: 'active_unack',
    escalate: 'active_unack',
    lower: 'snoozed/active_unack',
    repeat: 'snoozed/active_unack',
    settle: 'snoozed/active_unack',
    withdraw: 'closed',
  },
  'snoozed/active_ack': {
    snooze: 'snoozed/active_ack',
    close: 'closed',
    clear: 'snoozed/cleared_ack',
    unsnooze: 'active_ack',
    escalate: 'active_ack',
    lower: 'snoozed/active_ack',
    repeat: 'snoozed/active_ack',
    settle: 'snoozed/active_ack',
    withdraw: 'closed',
  },
  'snoozed/cleared_unack': {
    ack: 'snoozed/cleared_ack',
    snooze: 'snoozed/cleared_unack',
    close: 'closed',
    recur: 'snoozed/active_unack',
    unsnooze: 'cleared_unack',
    escalate: 'cleared_unack',
    lower: 'snoozed/cleared_unack',
    withdraw: 'closed',
  },
  'snoozed/cleared_ack': {
    snooze: 'snoozed/cleared_ack',
    close: 'closed',
    recur: 'snoozed/active_unack',
    unsnooze: 'cleared_ack',
    escalate: 'cleared_ack',
    lower: 'snoozed/cleared_ack',
    withdraw: 'closed',
  },
  closed: {},
}

const text = (at: Situation): string => (at.resumeState === null ? at.state : `${at.state}/${at.resumeState}`)

describe('incident states', () => {
  for (const from of SITUATIONS) {
    it.each(INCIDENT_ACTIONS.map((action) => [action, EXPECTED[text(from)]?.[action] ?? null] as const))(
      `${text(from)} on %s leads to %s`,
      (action, expected) => {
        const to = step(from, action)
        expect(to === null ? null : text(to)).toBe(expected)
        expect(canStep(from, action)).toBe(expected !== null)
      },
    )
  }

  it('give every state exactly one status on the wire, and back', () => {
    for (const state of INCIDENT_STATES) expect(STATES_OF[STATUS_OF[state]]).toContain(state)
    expect(Object.values(STATES_OF).flat().toSorted()).toEqual([...INCIDENT_STATES].toSorted())
  })

  it('call for attention while unacknowledged, unless snoozed or suppressed', () => {
    const calling = SITUATIONS.filter((at) => callsForAttention({ ...at, suppressedBy: null })).map(text)
    expect(calling).toEqual(['active_unack', 'cleared_unack'])
    expect(callsForAttention({ state: 'active_unack', resumeState: null, suppressedBy: 'lockout' })).toBe(false)
  })
})

describe('any sequence of actions', () => {
  const walk = (actions: readonly IncidentAction[]) => {
    let at: Situation = { state: INITIAL_STATE, resumeState: null }
    return actions.map((action) => {
      const from = at
      const to = step(from, action)
      if (to !== null) at = to
      return { from, action, to }
    })
  }
  const sequences = fc.array(fc.constantFrom(...INCIDENT_ACTIONS), { maxLength: 40 })
  const everyStep = (check: (edge: { from: Situation; action: IncidentAction; to: Situation | null }) => void) =>
    fc.assert(
      fc.property(sequences, (actions) => {
        for (const edge of walk(actions)) check(edge)
      }),
      { numRuns: 2000 },
    )

  it('never leaves closed', () =>
    everyStep(({ from, to }) => {
      if (from.state === 'closed') expect(to).toBeNull()
    }))

  it('carries a resume state exactly while snoozed', () =>
    everyStep(({ to }) => {
      if (to !== null) expect(to.resumeState !== null).toBe(to.state === 'snoozed')
    }))

  it('loses an acknowledgement only to a recurrence', () =>
    everyStep(({ from, action, to }) => {
      if (to === null || to.state === 'closed' || !isAcknowledged(from)) return
      expect(isAcknowledged(to)).toBe(action !== 'recur')
    }))

  it('changes the condition only by clear and recur, snoozed or not', () =>
    everyStep(({ from, action, to }) => {
      if (to === null || to.state === 'closed') return
      const expected = action === 'clear' ? true : action === 'recur' ? false : isCleared(from)
      expect(isCleared(to)).toBe(expected)
    }))

  it('ends as if it had never been snoozed, once the snooze is over', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom<IncidentAction>('ack', 'clear', 'recur', 'lower')), (actions) => {
        const plain = walk(actions)
          .filter((edge) => edge.to !== null)
          .at(-1)
        const snoozed = walk(['snooze', ...actions, 'unsnooze']).at(-1)
        expect(snoozed?.to).toEqual(plain?.to ?? { state: INITIAL_STATE, resumeState: null })
      }),
    ))

  it('is woken from a snooze by a higher severity', () =>
    everyStep(({ from, action, to }) => {
      if (from.state === 'snoozed' && action === 'escalate') expect(to?.state).toBe(from.resumeState)
    }))

  it('never closes what stands unseen, unless the system withdraws it', () =>
    everyStep(({ from, action, to }) => {
      if (to?.state !== 'closed' || isCleared(from) || isAcknowledged(from)) return
      expect(action).toBe('withdraw')
    }))
})

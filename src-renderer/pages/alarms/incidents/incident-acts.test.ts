import { describe, expect, it } from 'vitest'
import {
  canStep,
  INCIDENT_STATES,
  type ResumeState,
  TRANSITIONS,
} from '../../../../server/core/alarms/incident.states.ts'
import { ACTS, ALLOWED, isAllowed } from './incident-acts.ts'

const under: readonly ResumeState[] = ['active_unack', 'active_ack', 'cleared_unack', 'cleared_ack']

describe('what the window offers an operator', () => {
  it('is what the hub allows, in every state', () => {
    for (const state of INCIDENT_STATES) {
      for (const act of ACTS) expect(ALLOWED[state][act], `${act} in ${state}`).toBe(act in TRANSITIONS[state])
    }
  })

  it('looks under a snooze as the hub does', () => {
    for (const resume of under) {
      for (const act of ACTS) {
        const offered = isAllowed({ state: 'snoozed', resume_state: resume }, act)
        expect(offered, `${act} on snoozed ${resume}`).toBe(canStep({ state: 'snoozed', resumeState: resume }, act))
      }
    }
  })
})

import { describe, expect, it } from 'vitest'
import type { Incident, Severity } from '../api/types.ts'
import { type Horn, hornSeverity, silence } from './horn-state.ts'

function incident(id: string, severity: Severity, occurrences = 1): Incident {
  return {
    id,
    severity,
    occurrence_count: occurrences,
    policy_id: null,
    device_id: null,
    status: 'active',
    state: 'active_unack',
    triggered_at: '2026-07-01T10:00:00.000Z',
    acknowledged_at: null,
    acknowledged_by: null,
    cleared_at: null,
    closed_at: null,
    snoozed_until: null,
    is_suppressed: false,
    suppressed_by: null,
    suppressed_reason: null,
    is_chattering: false,
    chattering_since: null,
    snoozed_at: null,
    snooze_reason: null,
    reminder_count: 0,
    value: null,
    message: '',
    messages: { tr: '', en: '' },
    device_name: null,
    gateway_id: null,
    policy_name: null,
    metric: null,
    is_acknowledged: false,
  }
}

const quiet: Horn = { isMuted: false, silenced: new Set() }

describe('the horn', () => {
  it('sounds the worst of what nobody has acknowledged', () => {
    expect(hornSeverity(quiet, [incident('a', 'low'), incident('b', 'high')])).toBe('high')
    expect(hornSeverity(quiet, [])).toBeNull()
  })

  it('is for critical and high alone in a flood', () => {
    expect(hornSeverity(quiet, [incident('a', 'medium')], true)).toBeNull()
    expect(hornSeverity(quiet, [incident('a', 'medium'), incident('b', 'high')], true)).toBe('high')
  })

  it('sounds again when an alarm is reminded of', () => {
    const known = incident('a', 'high')
    const silenced = silence(quiet, [known])
    expect(hornSeverity(silenced, [known])).toBeNull()
    expect(hornSeverity(silenced, [{ ...known, reminder_count: 1 }])).toBe('high')
  })

  it('falls silent for what was known, and sounds again for what is new', () => {
    const known = [incident('a', 'critical')]
    const silenced = silence(quiet, known)
    expect(hornSeverity(silenced, known)).toBeNull()
    expect(hornSeverity(silenced, [...known, incident('b', 'medium')])).toBe('medium')
  })

  it('sounds again when the same alarm comes back', () => {
    const silenced = silence(quiet, [incident('a', 'high')])
    expect(hornSeverity(silenced, [incident('a', 'high', 2)])).toBe('high')
  })

  it('stays off while muted', () => {
    expect(hornSeverity({ ...quiet, isMuted: true }, [incident('a', 'critical')])).toBeNull()
  })
})

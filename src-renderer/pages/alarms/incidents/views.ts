import type { IncidentFilter } from '../../../api/queries/incidents.ts'

/** The list by ISA-18.2 state. */
export const VIEWS = [
  'open',
  'unacknowledged',
  'acknowledged',
  'cleared',
  'snoozed',
  'suppressed',
  'closed',
  'all',
] as const
export type View = (typeof VIEWS)[number]

export const VIEW_FILTERS: Readonly<Record<View, IncidentFilter>> = {
  open: { status: 'active,acknowledged,cleared,snoozed', is_suppressed: false },
  unacknowledged: { status: 'active,cleared', is_acknowledged: false, is_suppressed: false },
  acknowledged: { status: 'acknowledged', is_suppressed: false },
  cleared: { status: 'cleared', is_suppressed: false },
  snoozed: { status: 'snoozed', is_suppressed: false },
  suppressed: { status: 'active,acknowledged,cleared,snoozed', is_suppressed: true },
  closed: { status: 'closed' },
  all: {},
}

export function viewFrom(word: string): View {
  return VIEWS.find((view) => view === word) ?? 'open'
}

import type { IncidentFilter } from '../../../api/queries/incidents.ts'

/** The list by ISA-18.2 state. */
export const VIEWS = ['open', 'unacknowledged', 'acknowledged', 'cleared', 'snoozed', 'closed', 'all'] as const
export type View = (typeof VIEWS)[number]

export const VIEW_FILTERS: Readonly<Record<View, IncidentFilter>> = {
  open: { status: 'active,acknowledged,cleared,snoozed' },
  unacknowledged: { status: 'active,cleared', is_acknowledged: false },
  acknowledged: { status: 'acknowledged' },
  cleared: { status: 'cleared' },
  snoozed: { status: 'snoozed' },
  closed: { status: 'closed' },
  all: {},
}

export function viewFrom(word: string): View {
  return VIEWS.find((view) => view === word) ?? 'open'
}

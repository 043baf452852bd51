import { useTranslation } from 'react-i18next'
import type { IncidentState } from '../../../api/types.ts'
import { type StateShape, StateWord } from '../../../components/state-word.tsx'

const SHAPES: Record<IncidentState, StateShape> = {
  active_unack: 'full',
  active_ack: 'full',
  cleared_unack: 'half',
  cleared_ack: 'half',
  snoozed: 'empty',
  closed: 'empty',
}

export function IncidentStateWord({ state }: { state: IncidentState }) {
  const { t } = useTranslation()
  return <StateWord shape={SHAPES[state]}>{t(`alarms.state.${state}`)}</StateWord>
}

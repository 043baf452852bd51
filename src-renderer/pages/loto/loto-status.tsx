import { useTranslation } from 'react-i18next'
import type { LotoStatus } from '../../api/loto-types.ts'
import { type StateShape, StateWord } from '../../components/state-word.tsx'

/** Empty: nothing is locked · half: on the way · full: locked out · cross: it ended before its time. */
const SHAPES: Record<LotoStatus, StateShape> = {
  requested: 'empty',
  approved: 'empty',
  rejected: 'cross',
  isolating: 'half',
  applied: 'full',
  working: 'full',
  clearing: 'half',
  released: 'empty',
  closed: 'empty',
  cancelled: 'cross',
}

export function LotoStatusWord({ status }: { status: LotoStatus }) {
  const { t } = useTranslation()
  return <StateWord shape={SHAPES[status]}>{t(`loto.status.${status}`)}</StateWord>
}

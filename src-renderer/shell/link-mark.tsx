import { Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { LinkPhase } from '../api/link.ts'
import { useLink } from '../api/live.ts'
import { type StateShape, StateWord } from '../components/state-word.tsx'
import { useFormat } from '../format/use-format.ts'
import classes from './link-mark.module.css'

const SHAPES: Record<LinkPhase, StateShape> = {
  connecting: 'half',
  connected: 'full',
  reconnecting: 'half',
  offline: 'cross',
}

export function LinkMark() {
  const { t } = useTranslation()
  const format = useFormat()
  const { phase, sinceMs } = useLink()
  return (
    <Tooltip label={t('shell.link.since', { time: format.time(sinceMs, 'seconds') })}>
      <div className={classes.root} role="status">
        <StateWord shape={SHAPES[phase]}>{t(`shell.link.${phase}`)}</StateWord>
      </div>
    </Tooltip>
  )
}

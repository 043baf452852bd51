import { Button } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { StateWord } from '../../../components/state-word.tsx'
import { toast } from '../../../components/toast.tsx'
import { useFormat } from '../../../format/use-format.ts'
import classes from '../firmware.module.css'
import { type RolloutAct, useRolloutAct } from '../queries.ts'
import type { Rollout } from '../wire.ts'
import { RolloutMatrix } from './rollout-matrix.tsx'

const SHAPES = {
  running: 'half',
  paused: 'cross',
  completed: 'full',
  aborted: 'empty',
} as const satisfies Record<Rollout['status'], string>

interface RolloutCardProps {
  rollout: Rollout
  canWrite: boolean
  isExpanded: boolean
  onToggle: () => void
  openId: string
  onOpen: (id: string) => void
}

export function RolloutCard({ rollout, canWrite, isExpanded, onToggle, openId, onOpen }: RolloutCardProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { counts } = rollout
  const Chevron = isExpanded ? IconChevronDown : IconChevronRight
  const facts = [
    t('firmware.rollout.done', { done: counts.succeeded, total: counts.total }),
    counts.failed > 0 ? t('firmware.rollout.failed', { count: counts.failed }) : null,
    format.time(rollout.created_at),
  ]
  return (
    <section className={classes.rollout} aria-label={`${rollout.firmware_name} ${rollout.version}`}>
      <header className={classes.rolloutHead}>
        <button type="button" className={classes.rolloutName} aria-expanded={isExpanded} onClick={onToggle}>
          <Chevron size={16} stroke={1.7} />
          <span className="truncate">
            {rollout.firmware_name ?? t('firmware.gone')} <span className="mono">{rollout.version}</span>
          </span>
        </button>
        <StateWord shape={SHAPES[rollout.status]}>{t(`firmware.rollout.${rollout.status}`)}</StateWord>
        <span className={classes.rolloutFacts}>{facts.filter(Boolean).join(' · ')}</span>
        {canWrite ? <RolloutActs rollout={rollout} /> : null}
      </header>
      {rollout.status === 'paused' ? (
        <p className={classes.pause} role="status">
          {rollout.pause_reason === 'error_threshold'
            ? t('firmware.rollout.pausedByErrors', {
                failed: format.number(rollout.failed_percent),
                threshold: format.number(rollout.error_threshold_percent),
              })
            : t('firmware.rollout.pausedByPerson')}
        </p>
      ) : null}
      {isExpanded ? <RolloutMatrix rollout={rollout} openId={openId} onOpen={onOpen} /> : null}
    </section>
  )
}

function RolloutActs({ rollout }: { rollout: Rollout }) {
  const { t } = useTranslation()
  const run = useRolloutAct()
  const errorText = useErrorText(run.error)
  const [isAborting, setAborting] = useState(false)
  const act = (name: RolloutAct) =>
    run.mutate({ id: rollout.id, act: name }, { onError: (error) => toast(error.message) })
  if (rollout.status === 'completed' || rollout.status === 'aborted') return null
  return (
    <div className={classes.rolloutActs}>
      {rollout.status === 'running' ? (
        <Button loading={run.isPending} onClick={() => act('pause')}>
          {t('firmware.rollout.pause')}
        </Button>
      ) : (
        <Button variant="filled" loading={run.isPending} onClick={() => act('resume')}>
          {t('firmware.rollout.resume')}
        </Button>
      )}
      <Button onClick={() => setAborting(true)}>{t('firmware.rollout.abort')}</Button>
      <ConfirmAct
        isOpen={isAborting}
        onClose={() => setAborting(false)}
        title={`${rollout.firmware_name} ${rollout.version}`}
        verb={t('firmware.rollout.abort')}
        run={() => run.mutateAsync({ id: rollout.id, act: 'abort' })}
      >
        {t('firmware.rollout.abortHint')}
        {run.isError ? ` ${errorText}` : null}
      </ConfirmAct>
    </div>
  )
}

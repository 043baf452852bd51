import { IconCheck, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { LotoSession } from '../../../api/loto-types.ts'
import { useFormat } from '../../../format/use-format.ts'
import { type Step, type StepKey, standingLocks, stepsOf } from '../steps.ts'
import classes from './session.module.css'
import type { OpenDialog } from './session-dialog.tsx'
import { StepPanel } from './step-panel.tsx'

interface StepListProps {
  session: LotoSession
  onAct: (dialog: OpenDialog) => void
}

/** The guided way: what is done and by whom, what is next, who may do it and what is missing. */
export function StepList({ session, onAct }: StepListProps) {
  const { t } = useTranslation()
  return (
    <ol className={classes.steps} aria-label={t('loto.session.steps')}>
      {stepsOf(session).map((step, index) => (
        <li key={step.key} className={classes.step} data-state={step.state} aria-current={currentOf(step)}>
          <StepMark step={step} index={index} />
          <div className={classes.stepBody}>
            <h3 className={classes.stepName}>
              {t(`loto.step.${step.key}`)}
              <span className="visually-hidden">, {t(`loto.stepState.${step.state}`)}</span>
            </h3>
            {step.state === 'done' ? <DoneBy session={session} step={step.key} /> : null}
            {step.state === 'current' ? <StepPanel session={session} step={step.key} onAct={onAct} /> : null}
            {step.state === 'ahead' ? <p className={classes.who}>{t(`loto.who.${step.key}`)}</p> : null}
            {step.state === 'stopped' ? <p className={classes.who}>{t(`loto.status.${session.status}`)}</p> : null}
          </div>
        </li>
      ))}
    </ol>
  )
}

const currentOf = (step: Step) => (step.state === 'current' ? 'step' : undefined)

function StepMark({ step, index }: { step: Step; index: number }) {
  return (
    <span className={classes.mark} aria-hidden="true">
      {step.state === 'done' ? <IconCheck size={14} stroke={2.4} /> : null}
      {step.state === 'stopped' ? <IconX size={14} stroke={2.4} /> : null}
      {step.state === 'current' || step.state === 'ahead' ? index + 1 : null}
    </span>
  )
}

function DoneBy({ session, step }: { session: LotoSession; step: StepKey }) {
  const { t } = useTranslation()
  const format = useFormat()
  const line = doneBy(session, step)
  if (line === null) return null
  const [name, at] = line
  return <p className={classes.who}>{at === null ? name : t('loto.by', { name, time: format.time(at) })}</p>
}

/** @returns who did it, and when where that is known. */
function doneBy(session: LotoSession, step: StepKey): [name: string, at: string | null] | null {
  switch (step) {
    case 'request':
      return [session.requested_by.name, session.created_at]
    case 'approve':
      return session.approved_by ? [session.approved_by.name, null] : null
    case 'isolate': {
      const names = new Set(session.locks.filter(({ kind }) => kind === 'equipment').map(({ owner }) => owner.name))
      return names.size > 0 ? [[...names].join(', '), null] : null
    }
    case 'verify': {
      const names = new Set(session.verifications.map(({ verified_by }) => verified_by.name))
      return names.size > 0 ? [[...names].join(', '), session.verifications.at(-1)?.verified_at ?? null] : null
    }
    case 'apply':
      return session.applied_by ? [session.applied_by.name, session.applied_at] : null
    case 'work': {
      const names = new Set(session.locks.filter(({ kind }) => kind === 'personal').map(({ owner }) => owner.name))
      return names.size > 0 && standingLocks(session, 'personal').length === 0 ? [[...names].join(', '), null] : null
    }
    case 'release':
      return session.released_at ? [session.primary.name, session.released_at] : null
    default:
      return null
  }
}

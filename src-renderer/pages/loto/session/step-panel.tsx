import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { LotoAction, LotoSession } from '../../../api/loto-types.ts'
import { useSession } from '../../../api/queries/session.ts'
import { leadingAct, pointProgress, type StepKey } from '../steps.ts'
import { ClearForm } from './clear-form.tsx'
import { PersonalLocks } from './personal-locks.tsx'
import classes from './session.module.css'
import type { OpenDialog } from './session-dialog.tsx'

interface StepPanelProps {
  session: LotoSession
  step: StepKey
  onAct: (dialog: OpenDialog) => void
}

/** Quieter acts that may stand beside the leading one. */
const BESIDE: Readonly<Partial<Record<StepKey, readonly LotoAction[]>>> = {
  approve: ['reject'],
  work: ['handover'],
  clear: ['lock', 'handover', 'force_release'],
  release: ['lock', 'handover', 'force_release'],
}

/** The step that is next: what to do, what is missing, and one button that leads on. */
export function StepPanel({ session, step, onAct }: StepPanelProps) {
  const { t } = useTranslation()
  const { user } = useSession()
  const lead = leadingAct(session, user.id)
  const guide = session.status === 'released' ? 'close' : step === 'request' ? null : step
  const why = lead === null ? undefined : session.blocked[lead]
  const isAllowed = lead !== null && session.allowed_actions.includes(lead)
  const beside = (BESIDE[step] ?? []).filter((act) => act !== lead && session.allowed_actions.includes(act))
  return (
    <div className={classes.panel}>
      {guide ? <p className={classes.guide}>{t(`loto.guide.${guide}`)}</p> : null}
      <p className={classes.rule}>
        <span>{t('loto.session.rule')}</span> {t(`loto.who.${step}`)}
      </p>
      {step === 'work' || step === 'clear' || step === 'release' ? (
        <PersonalLocks session={session} onAct={onAct} />
      ) : null}
      {step === 'clear' && isAllowed ? <ClearForm session={session} /> : null}
      {isAllowed || !why ? null : (
        <p className={classes.missing}>
          <span>{t('loto.session.missing')}</span> {why}
        </p>
      )}
      <div className={classes.acts}>
        {lead !== null && isAllowed && lead !== 'clear' ? (
          <Button variant="filled" onClick={() => onAct({ act: lead })}>
            {leadWord(lead)}
          </Button>
        ) : null}
        {beside.map((act) => (
          <Button key={act} onClick={() => onAct({ act })}>
            {t(`loto.act.${act}`)}
          </Button>
        ))}
      </div>
      {step === 'work' && session.status === 'applied' && session.allowed_actions.includes('clear') ? (
        <details className={classes.noWork}>
          <summary>{t('loto.act.noWork')}</summary>
          <ClearForm session={session} />
        </details>
      ) : null}
    </div>
  )

  function leadWord(act: LotoAction): string {
    if (act !== 'isolate') return t(`loto.act.${act}`)
    return t('loto.act.isolateAll', { count: pointProgress(session).filter(({ lock }) => lock === null).length })
  }
}

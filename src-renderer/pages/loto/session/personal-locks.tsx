import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { LotoSession } from '../../../api/loto-types.ts'
import { useSession } from '../../../api/queries/session.ts'
import { Age } from '../../../components/age.tsx'
import { LockMark } from '../../../components/lock-mark.tsx'
import { standingLocks } from '../steps.ts'
import classes from './session.module.css'
import type { OpenDialog } from './session-dialog.tsx'

/** Whose locks are on: each of these people may be inside. */
export function PersonalLocks({ session, onAct }: { session: LotoSession; onAct: (dialog: OpenDialog) => void }) {
  const { t } = useTranslation()
  const { user } = useSession()
  const locks = standingLocks(session, 'personal')
  return (
    <section className={classes.locks} aria-label={t('loto.session.atWork')}>
      {locks.length === 0 ? <p className="quiet">{t('loto.session.nobodyAtWork')}</p> : null}
      <ul>
        {locks.map((lock) => (
          <li key={lock.id} className={classes.lock}>
            <LockMark size={16} />
            <b>{lock.owner.name}</b>
            {lock.owner.id === user.id ? <span className="quiet">({t('loto.session.you')})</span> : null}
            <span className={classes.since}>
              <Age since={lock.placed_at} />
            </span>
            {lock.can_force && session.allowed_actions.includes('force_remove') ? (
              <Button
                variant="subtle"
                color="gray"
                className={classes.quietAct ?? ''}
                onClick={() => onAct({ act: 'force_remove', lockId: lock.id })}
              >
                {t('loto.act.force_remove')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

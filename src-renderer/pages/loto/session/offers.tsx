import { Button } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { LotoSession } from '../../../api/loto-types.ts'
import { loto } from '../../../api/queries/loto.ts'
import { useSession } from '../../../api/queries/session.ts'
import { toast } from '../../../components/toast.tsx'
import classes from './session.module.css'
import type { OpenDialog } from './session-dialog.tsx'
import { useRun } from './use-run.ts'

/** Open offers to hand a lock over: the receiver decides, the giver may take it back. */
export function Offers({ session, onAct }: { session: LotoSession; onAct: (dialog: OpenDialog) => void }) {
  const { t } = useTranslation()
  const { user } = useSession()
  const run = useRun()
  const send = (done: 'decline' | 'withdraw', id: string) => {
    run(done, () => loto[done](id)).catch((error: unknown) =>
      toast(error instanceof Error ? error.message : String(error)),
    )
  }
  return session.handovers.map(({ id, from, to }) => {
    const isMine = to.id === user.id
    return (
      <div key={id} className={classes.offer} role="status">
        <IconArrowsExchange size={18} stroke={1.7} aria-hidden="true" />
        <p>
          {isMine
            ? t('loto.session.offerFrom', { name: from.name })
            : `${from.name}: ${t('loto.session.offerTo', { name: to.name })}`}
        </p>
        {isMine ? (
          <>
            <Button onClick={() => send('decline', id)}>{t('loto.act.decline')}</Button>
            <Button variant="filled" onClick={() => onAct({ act: 'accept', handoverId: id })}>
              {t('loto.act.accept')}
            </Button>
          </>
        ) : null}
        {from.id === user.id ? <Button onClick={() => send('withdraw', id)}>{t('loto.act.withdraw')}</Button> : null}
      </div>
    )
  })
}

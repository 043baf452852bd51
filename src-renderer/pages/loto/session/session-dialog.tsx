import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { LotoAction, LotoSession } from '../../../api/loto-types.ts'
import { loto } from '../../../api/queries/loto.ts'
import { useSession } from '../../../api/queries/session.ts'
import { PinDialog } from '../pin/pin-dialog.tsx'
import { RequestForm } from '../request/request-form.tsx'
import { pointProgress, standingLocks } from '../steps.ts'
import { useLotoNumber } from '../use-number.ts'
import { ActDialog } from './act-dialog.tsx'
import { EnergisedAlert } from './energised-alert.tsx'
import { ForcedDialog } from './forced-dialog.tsx'
import { HandoverDialog } from './handover-dialog.tsx'
import { IsolateDialog } from './isolate-dialog.tsx'
import { useRun } from './use-run.ts'
import { VerifyDialog } from './verify-dialog.tsx'

export type OpenDialog =
  | { readonly act: Exclude<LotoAction, 'unisolate' | 'force_remove' | 'isolate'> }
  | { readonly act: 'isolate'; readonly pointId?: string }
  | { readonly act: 'unisolate' | 'force_remove'; readonly lockId: string }
  | { readonly act: 'accept'; readonly handoverId: string }
  | { readonly act: LotoAction }

interface SessionDialogProps {
  session: LotoSession
  open: OpenDialog
  onClose: () => void
}

/** Acts that a sentence and perhaps a note are enough for. */
const PLAIN = {
  approve: 'optional',
  reject: 'required',
  apply: 'none',
  release: 'optional',
  close: 'optional',
  cancel: 'required',
} as const
const PHYSICAL: ReadonlySet<string> = new Set(['apply', 'release'])

type Plain = keyof typeof PLAIN
const isPlain = (act: string): act is Plain => act in PLAIN

export function SessionDialog({ session, open, onClose }: SessionDialogProps) {
  const { act } = open
  if (isPlain(act)) return <PlainDialog session={session} act={act} onClose={onClose} />
  switch (act) {
    case 'edit':
      return (
        <Modal opened onClose={onClose} withCloseButton={false} size={560} padding={0}>
          <RequestForm session={session} onClose={onClose} onSaved={onClose} />
        </Modal>
      )
    case 'isolate':
      return <IsolateDialog session={session} pointId={pointOf(open)} onClose={onClose} />
    case 'verify':
      return <VerifyDialog session={session} onClose={onClose} />
    case 'handover':
      return <HandoverDialog session={session} onClose={onClose} />
    case 'force_remove': {
      const lock = session.locks.find(({ id }) => id === lockOf(open))
      return lock ? <ForcedDialog session={session} lock={lock} onClose={onClose} /> : null
    }
    case 'force_release':
      return <ForcedDialog session={session} lock={null} onClose={onClose} />
    default:
      return <LockDialog session={session} open={open} onClose={onClose} />
  }
}

const pointOf = (open: OpenDialog) => ('pointId' in open ? (open.pointId ?? null) : null)
const lockOf = (open: OpenDialog) => ('lockId' in open ? open.lockId : null)

function PlainDialog({ session, act, onClose }: { session: LotoSession; act: Plain; onClose: () => void }) {
  const { t } = useTranslation()
  const run = useRun()
  const number = useLotoNumber()(session.number)
  return (
    <ActDialog
      title={`${number} · ${t(`loto.act.${act}`)}`}
      verb={t(`loto.act.${act}`)}
      note={PLAIN[act]}
      isPhysical={PHYSICAL.has(act)}
      run={(note) => run(act, () => (act === 'apply' ? loto.apply(session.id) : loto[act](session.id, note)))}
      onClose={onClose}
    >
      {t(`loto.what.${act}`, { count: session.points.length })}
    </ActDialog>
  )
}

/** Placing and removing locks, and taking them over: each asks for the PIN. */
function LockDialog({ session, open, onClose }: SessionDialogProps) {
  const { t } = useTranslation()
  const { user } = useSession()
  const run = useRun()
  const number = useLotoNumber()(session.number)
  const mine = standingLocks(session, 'personal').find(({ owner }) => owner.id === user.id)
  const where = session.points.map(({ name }) => name).join(', ')
  if (open.act === 'lock' || (open.act === 'unlock' && mine)) {
    const { act } = open
    return (
      <PinDialog
        title={`${number} · ${t(`loto.act.${act}`)}`}
        verb={t(`loto.act.${act}`)}
        run={(pin) =>
          run(act, () => (act === 'unlock' && mine ? loto.unlock(mine.id, pin) : loto.lockPersonal(session.id, pin)))
        }
        onClose={onClose}
      >
        <p>
          <b>{where}</b>
        </p>
        <p>{t(`loto.what.${act}`)}</p>
        {act === 'lock' ? <EnergisedAlert session={session} /> : null}
      </PinDialog>
    )
  }
  if (open.act === 'unisolate') {
    const lock = pointProgress(session).find((each) => each.lock?.id === lockOf(open))
    return (
      <PinDialog
        title={`${number} · ${t('loto.act.unisolate')}`}
        verb={t('loto.act.unisolate')}
        run={(pin) => run('unisolate', () => loto.unlock(lock?.lock?.id ?? '', pin))}
        onClose={onClose}
      >
        <p>
          <b>{lock?.point.name}</b>
        </p>
        <p>{t('loto.what.unisolate')}</p>
      </PinDialog>
    )
  }
  if (!('handoverId' in open)) return null
  const offer = session.handovers.find(({ id }) => id === open.handoverId)
  if (!offer) return null
  return (
    <PinDialog
      title={`${number} · ${t('loto.act.accept')}`}
      verb={t('loto.act.accept')}
      run={(pin) => run('accept', () => loto.accept(offer.id, pin))}
      onClose={onClose}
    >
      {offer.lock_id ? <p>{t('loto.what.accept', { name: offer.from.name })}</p> : null}
      {offer.is_primary ? <p>{t('loto.what.acceptPrimary')}</p> : null}
      <EnergisedAlert session={session} />
    </PinDialog>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../../api/errors.ts'
import type { LotoSession, LotoStatus } from '../../../api/loto-types.ts'
import { lotoSessionQuery } from '../../../api/queries/loto.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { currentLanguage } from '../../../i18n/i18n.ts'
import { SafetyNote } from '../safety-note.tsx'
import { EnergisedAlert } from './energised-alert.tsx'
import { Offers } from './offers.tsx'
import { PointList } from './point-list.tsx'
import classes from './session.module.css'
import { type OpenDialog, SessionDialog } from './session-dialog.tsx'
import { SessionFacts } from './session-facts.tsx'
import { SessionHead } from './session-head.tsx'
import { SessionHistory } from './session-history.tsx'
import { StepList } from './step-list.tsx'

const EARLY: ReadonlySet<LotoStatus> = new Set(['requested', 'approved', 'isolating'])

/** One lock-out, in the drawer beside the board or as a page of its own (the address in the tag's QR). */
export function SessionDetail({ id, isPage = false }: { id: string; isPage?: boolean }) {
  const { t } = useTranslation()
  const query = useQuery(lotoSessionQuery(id, currentLanguage()))
  if (query.error instanceof ApiError && query.error.status === 404 && !query.data) {
    return <EmptyState title={t('loto.session.notFound')} />
  }
  return <Loaded query={query}>{(session) => <SessionBody session={session} isPage={isPage} />}</Loaded>
}

function SessionBody({ session, isPage }: { session: LotoSession; isPage: boolean }) {
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  // Until it is applied the points are the work itself.
  const isEarly = EARLY.has(session.status)
  return (
    <article className={classes.root} data-page={isPage || undefined}>
      <SessionHead session={session} isPage={isPage} onAct={setDialog} />
      <EnergisedAlert session={session} />
      <Offers session={session} onAct={setDialog} />
      <div className={classes.columns}>
        <div className={classes.main}>
          {isEarly ? <PointList session={session} onAct={setDialog} /> : null}
          <StepList session={session} onAct={setDialog} />
        </div>
        <div className={classes.aside}>
          {isEarly ? null : <PointList session={session} onAct={setDialog} />}
          <SessionFacts session={session} />
          <SessionHistory id={session.id} />
        </div>
      </div>
      {isPage ? (
        <div className={classes.safety}>
          <SafetyNote />
        </div>
      ) : null}
      {dialog ? <SessionDialog session={session} open={dialog} onClose={() => setDialog(null)} /> : null}
    </article>
  )
}

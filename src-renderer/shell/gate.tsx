import { useQuery } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { queryClient } from '../api/hub.ts'
import { startLive, stopLive } from '../api/live.ts'
import { sessionQuery, usePublicConfig } from '../api/queries/session.ts'
import { session } from '../api/session.ts'
import { SessionContext } from '../api/session-context.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { LoadingSkeleton } from '../components/loading-skeleton.tsx'
import { SiteZone } from '../format/use-format.ts'
import { SetUpPage } from '../pages/sign-in/set-up-page.tsx'
import { SignInPage } from '../pages/sign-in/sign-in-page.tsx'
import { Shell } from './shell.tsx'

const NO_HUB_RETRY_MS = 3000

/** Decides between set-up, sign-in and the console. The address stays, so that one arrives where one meant to go. */
export function Gate() {
  const { t } = useTranslation()
  const phase = useSyncExternalStore(session.subscribe, session.phase)
  const config = usePublicConfig()
  const { refetch } = config
  useEffect(() => {
    if (!config.isError) return
    const timer = setTimeout(() => refetch().catch(() => undefined), NO_HUB_RETRY_MS)
    return () => clearTimeout(timer)
  }, [config.isError, refetch])
  useEffect(() => {
    if (phase === 'signed-in') return
    stopLive()
    queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'public-config' })
  }, [phase])

  if (phase === 'signed-in') return <SignedIn />
  if (config.data?.setup_required) return <SetUpPage config={config.data} />
  if (config.data) return <SignInPage config={config.data} />
  if (config.isError) return <EmptyState title={t('signIn.noHub')} hint={t('signIn.noHubHint')} />
  return null
}

function SignedIn() {
  const info = useQuery(sessionQuery)
  const isKnown = info.data !== undefined
  useEffect(() => {
    if (!isKnown) return
    startLive()
    return stopLive
  }, [isKnown])
  if (info.data) {
    return (
      <SessionContext value={info.data}>
        <SiteZone value={info.data.tenant.time_zone}>
          <Shell />
        </SiteZone>
      </SessionContext>
    )
  }
  if (info.isError) return <ErrorState error={info.error} onRetry={() => info.refetch()} />
  return <LoadingSkeleton />
}

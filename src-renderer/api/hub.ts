import { QueryClient } from '@tanstack/react-query'
import { currentLanguage } from '../i18n/i18n.ts'
import { platform } from '../platform.ts'
import { ApiClient } from './client.ts'
import { ApiError, SignedOutError } from './errors.ts'
import { Link } from './link.ts'
import { session } from './session.ts'

let hubUrl = typeof window === 'undefined' ? '' : window.location.origin

export const link = new Link()

export const api = new ApiClient({
  baseUrl: () => hubUrl,
  tokens: session,
  language: currentLanguage,
  onReach: (isReached) => link.reach(isReached),
})

/** Where the hub is now; on the desktop it may move to another port after a restart. */
export async function locateHub(): Promise<void> {
  hubUrl = await platform.hubUrl()
  platform.onHubState((state) => {
    if (state.url) hubUrl = state.url
    if (state.state !== 'running') link.reach(false)
  })
}

export function socketUrl(path: string, query: Record<string, string>): string {
  return `${hubUrl.replace(/^http/, 'ws')}${path}?${new URLSearchParams(query)}`
}

/** A refusal will be refused again; only silence is worth another try. */
function shouldRetry(failures: number, error: unknown): boolean {
  if (error instanceof ApiError) return error.status >= 500 && failures < 1
  return !(error instanceof SignedOutError) && failures < 2
}

export const queryClient = new QueryClient({
  defaultOptions: {
    // A machine without any network still has its own hub: never wait for the browser to call itself online.
    queries: { retry: shouldRetry, staleTime: 10_000, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
})

/** For what is fetched without the client, e.g. map tiles. */
export function hubAddress(path: string): string {
  return hubUrl + path
}

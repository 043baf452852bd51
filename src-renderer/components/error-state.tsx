import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ApiError, UnreachableError } from '../api/errors.ts'
import { EmptyState } from './empty-state.tsx'

/** What happened, what is safe, what to do. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation()
  const text = useErrorText(error)
  if (error instanceof ApiError && error.status === 403) {
    return <EmptyState title={t('load.denied')} hint={text} />
  }
  return (
    <div role="alert">
      <EmptyState
        title={t('load.errorTitle')}
        hint={text}
        action={onRetry ? <Button onClick={onRetry}>{t('action.retry')}</Button> : null}
      />
    </div>
  )
}

/** An error in the reader's words: the hub's own, or what its silence means. */
export function useErrorText(error: unknown): string {
  const { t } = useTranslation()
  if (error instanceof UnreachableError) return t('load.unreachable')
  return error instanceof Error ? error.message : String(error)
}

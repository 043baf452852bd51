import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../components/empty-state.tsx'

interface CrashedScreenProps {
  error: unknown
  onRetry: () => void
}

/** A screen that threw. The hub goes on; only this drawing of it stopped. */
export function CrashedScreen({ error, onRetry }: CrashedScreenProps) {
  const { t } = useTranslation()
  return (
    <div role="alert">
      <EmptyState
        title={t('load.crashed')}
        hint={
          <>
            {t('load.crashedHint')}
            <br />
            <span className="mono quiet">{error instanceof Error ? error.message : String(error)}</span>
          </>
        }
        action={<Button onClick={onRetry}>{t('action.retry')}</Button>}
      />
    </div>
  )
}

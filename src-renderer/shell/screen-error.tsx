import { useRouteError } from 'react-router'
import { CrashedScreen } from './crashed-screen.tsx'

export function ScreenError() {
  return <CrashedScreen error={useRouteError()} onRetry={() => window.location.reload()} />
}

import { Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import { LoadingSkeleton } from '../components/loading-skeleton.tsx'
import { useUrlState } from '../components/use-url-state.ts'
import { platform } from '../platform.ts'
import { CurrentPlace } from './current-place.tsx'
import { KeysHelp } from './keys-help.tsx'
import { LinkBanner } from './link-banner.tsx'
import { Navigation } from './navigation.tsx'
import { NotifyCritical } from './notify-critical.tsx'
import { Palette } from './palette.tsx'
import { ScreenBoundary } from './screen-boundary.tsx'
import classes from './shell.module.css'
import { TopBar } from './top-bar.tsx'
import { useShellKeys } from './use-shell-keys.ts'

export function Shell() {
  const { t } = useTranslation()
  const [wall, setWall] = useUrlState('wall')
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const isWall = wall === '1'
  useShellKeys({ isWall, setWall: (isOn) => setWall(isOn ? '1' : null) })
  useEffect(
    () =>
      platform.onOpenPath((path) => {
        Promise.resolve(navigate(path)).catch(() => undefined)
      }),
    [navigate],
  )
  return (
    <div className={classes.root} data-wall={isWall || undefined}>
      <a href="#content" className={classes.skip}>
        {t('shell.skip')}
      </a>
      {isWall ? null : <Navigation />}
      <div className={classes.column}>
        <TopBar isWall={isWall} onLeaveWall={() => setWall(null)} />
        <LinkBanner />
        <main id="content" className={classes.content} tabIndex={-1}>
          <ScreenBoundary resetKey={pathname}>
            <Suspense fallback={<LoadingSkeleton />}>
              <CurrentPlace />
            </Suspense>
          </ScreenBoundary>
        </main>
      </div>
      <Palette onWall={() => setWall('1')} />
      <KeysHelp />
      <NotifyCritical />
    </div>
  )
}

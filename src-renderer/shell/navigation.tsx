import { Tooltip } from '@mantine/core'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { useDecisionsWaiting } from '../api/queries/loto.ts'
import { useMay, useSession } from '../api/queries/session.ts'
import { PLACES } from '../routes.tsx'
import { Brand } from './brand.tsx'
import classes from './navigation.module.css'

const COLLAPSED_KEY = 'quaywatch.nav.collapsed'

export function Navigation() {
  const { t } = useTranslation()
  const may = useMay()
  const { demo } = useSession()
  const [isCollapsed, setCollapsed] = useState(() => localStorage.getItem(COLLAPSED_KEY) === '1')
  const toggle = () => {
    localStorage.setItem(COLLAPSED_KEY, isCollapsed ? '0' : '1')
    setCollapsed(!isCollapsed)
  }
  const decisions = useDecisionsWaiting()
  const toggleWord = t(isCollapsed ? 'shell.expand' : 'shell.collapse')
  return (
    <nav className={classes.root} data-collapsed={isCollapsed || undefined} aria-label={t('nav.label')}>
      <div className={classes.head}>
        <Brand isSmall={isCollapsed} />
        {demo ? (
          <Tooltip label={t('shell.demoHint')} position="right">
            <span className={classes.demo}>{t('shell.demo')}</span>
          </Tooltip>
        ) : null}
      </div>
      <ul className={classes.list}>
        {PLACES.filter((place) => place.needs.some(may)).map((place) => (
          <li key={place.path}>
            <Tooltip label={t(place.title)} position="right" disabled={!isCollapsed}>
              <NavLink to={place.path} end={place.path === '/'} className={classes.link ?? ''}>
                <place.icon size={18} stroke={1.6} aria-hidden="true" />
                <span className={classes.word}>{t(place.title)}</span>
                {place.path === '/loto' && decisions > 0 ? <Waiting count={decisions} /> : null}
              </NavLink>
            </Tooltip>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className={classes.link}
        onClick={toggle}
        aria-label={toggleWord}
        aria-expanded={!isCollapsed}
      >
        {isCollapsed ? (
          <IconLayoutSidebarLeftExpand size={18} stroke={1.6} />
        ) : (
          <IconLayoutSidebarLeftCollapse size={18} stroke={1.6} />
        )}
        <span className={classes.word}>{toggleWord}</span>
      </button>
    </nav>
  )
}

/** What stands still until this person decides, wherever in the window they are. */
function Waiting({ count }: { count: number }) {
  const { t } = useTranslation()
  return (
    <span className={classes.waiting} title={t('shell.waiting', { count })}>
      {count}
      <span className="visually-hidden"> {t('shell.waiting', { count })}</span>
    </span>
  )
}

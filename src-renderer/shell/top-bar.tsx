import { ActionIcon, Menu, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import {
  IconLogout,
  IconMoon,
  IconScreenShare,
  IconScreenShareOff,
  IconSearch,
  IconSun,
  IconUser,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/hub.ts'
import { useSession } from '../api/queries/session.ts'
import { session } from '../api/session.ts'
import { useUrlState } from '../components/use-url-state.ts'
import { changeLanguage, currentLanguage } from '../i18n/i18n.ts'
import { useRoleName } from '../pages/admin/roles/use-role-name.ts'
import { AlarmStrip } from './alarm-strip.tsx'
import { LinkMark } from './link-mark.tsx'
import { openPalette } from './palette-store.ts'
import { SiteClock } from './site-clock.tsx'
import classes from './top-bar.module.css'

interface TopBarProps {
  isWall: boolean
  onLeaveWall: () => void
}

export function TopBar({ isWall, onLeaveWall }: TopBarProps) {
  const { t } = useTranslation()
  return (
    <header className={classes.root}>
      <AlarmStrip />
      <div className={classes.end}>
        <LinkMark />
        <SiteClock />
        {isWall ? (
          <Tooltip label={t('shell.leaveWall')}>
            <ActionIcon onClick={onLeaveWall} aria-label={t('shell.leaveWall')}>
              <IconScreenShareOff size={18} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        ) : (
          <Controls />
        )}
      </div>
    </header>
  )
}

function Controls() {
  const { t } = useTranslation()
  const { setColorScheme } = useMantineColorScheme()
  const isDark = useComputedColorScheme('dark') === 'dark'
  const themeWord = t(isDark ? 'shell.toLight' : 'shell.toDark')
  const other = currentLanguage() === 'tr' ? 'en' : 'tr'
  return (
    <div className={classes.controls}>
      <Tooltip label={`${t('shell.palette.open')} (Ctrl K)`}>
        <ActionIcon onClick={openPalette} aria-label={t('shell.palette.open')}>
          <IconSearch size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('shell.languageSwitch')}>
        <ActionIcon
          onClick={() => changeLanguage(other)}
          aria-label={`${currentLanguage().toUpperCase()} · ${t('shell.language')}: ${t('shell.languageSwitch')}`}
          className={classes.language}
        >
          {currentLanguage().toUpperCase()}
        </ActionIcon>
      </Tooltip>
      <Tooltip label={themeWord}>
        <ActionIcon onClick={() => setColorScheme(isDark ? 'light' : 'dark')} aria-label={themeWord}>
          {isDark ? <IconSun size={18} stroke={1.6} /> : <IconMoon size={18} stroke={1.6} />}
        </ActionIcon>
      </Tooltip>
      <UserMenu />
    </div>
  )
}

/** The hub ends the session; without the hub it still ends here. */
async function signOut(): Promise<void> {
  await api.post('/api/console/logout').catch(() => undefined)
  await session.end()
}

function UserMenu() {
  const { t } = useTranslation()
  const { user, tenant } = useSession()
  const [, setWall] = useUrlState('wall')
  const roleName = useRoleName()
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon aria-label={t('shell.user')}>
          <IconUser size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <div className={classes.name}>{user.name ?? user.email}</div>
          <div className="quiet truncate">{user.name ? user.email : roleName(user.role_name)}</div>
          <div className="quiet truncate">
            {tenant.name} · {roleName(user.role_name)}
          </div>
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconScreenShare size={16} stroke={1.6} />}
          rightSection={<kbd>W</kbd>}
          onClick={() => setWall('1')}
        >
          {t('shell.wall')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={() => signOut()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

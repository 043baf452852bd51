import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { Spotlight } from '@mantine/spotlight'
import { IconArrowRight, IconCommand, IconCpu, IconLockOpen, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { deviceIndexQuery } from '../api/queries/devices.ts'
import { unacknowledgedQuery } from '../api/queries/incidents.ts'
import { lotoBoardQuery, lotoPointsQuery } from '../api/queries/loto.ts'
import { useMay } from '../api/queries/session.ts'
import { LockMark } from '../components/lock-mark.tsx'
import { SeverityMark } from '../components/severity-mark.tsx'
import { fold, matches } from '../format/fold.ts'
import { incidentMessage, shortMessage } from '../format/incident.ts'
import { changeLanguage, currentLanguage } from '../i18n/i18n.ts'
import { isHolding } from '../pages/loto/steps.ts'
import { useLotoNumber } from '../pages/loto/use-number.ts'
import { devicePath, incidentPath, lotoPath, lotoPointPath } from '../paths.ts'
import { PLACES } from '../routes.tsx'
import classes from './palette.module.css'
import { paletteStore } from './palette-store.ts'
import { runShellAct } from './shell-acts.ts'

interface Entry {
  id: string
  label: string
  note?: string
  folded: string
  icon: ReactNode
  run: () => unknown
}

const GROUP_LIMIT = 8

export function Palette({ onWall }: { onWall: () => void }) {
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  const [isOpen, setOpen] = useState(false)
  const groups = [
    { name: t('shell.palette.incidents'), entries: useIncidentEntries(isOpen), isListedEmpty: true },
    { name: t('shell.palette.pages'), entries: usePageEntries(), isListedEmpty: true },
    { name: t('shell.palette.devices'), entries: useDeviceEntries(isOpen), isListedEmpty: false },
    { name: t('nav.loto'), entries: useLotoEntries(isOpen), isListedEmpty: false },
    { name: t('shell.palette.actions'), entries: useActionEntries(onWall), isListedEmpty: true },
  ]
  const found = groups
    .map((group) => ({
      ...group,
      entries: (query || group.isListedEmpty ? group.entries : [])
        .filter((entry) => matches(entry.folded, query))
        .slice(0, GROUP_LIMIT),
    }))
    .filter((group) => group.entries.length > 0)

  return (
    <Spotlight.Root
      store={paletteStore}
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setOpen(true)}
      onSpotlightClose={() => setOpen(false)}
      shortcut="mod + K"
      tagsToIgnore={[]}
      size={620}
      centered={false}
      yOffset="12vh"
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      radius={8}
      transitionProps={{ duration: 80 }}
    >
      <Spotlight.Search
        placeholder={t('shell.palette.placeholder')}
        aria-label={t('shell.palette.placeholder')}
        leftSection={<IconSearch size={18} stroke={1.6} />}
      />
      <Spotlight.ActionsList className={classes.list ?? ''}>
        {found.map((group) => (
          <Spotlight.ActionsGroup key={group.name} label={group.name}>
            {group.entries.map((entry) => (
              <Spotlight.Action key={entry.id} onClick={() => entry.run()} className={classes.action ?? ''}>
                <span className={classes.icon}>{entry.icon}</span>
                <span className="truncate">{entry.label}</span>
                {entry.note ? <span className={classes.note}>{entry.note}</span> : null}
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {found.length === 0 ? <Spotlight.Empty>{t('shell.palette.nothing')}</Spotlight.Empty> : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function usePageEntries(): Entry[] {
  const { t } = useTranslation()
  const may = useMay()
  const navigate = useNavigate()
  return PLACES.filter((place) => place.needs.some(may)).map((place) => ({
    id: place.path,
    label: t(place.title),
    note: `G ${place.key.toUpperCase()}`,
    folded: fold(t(place.title)),
    icon: <IconArrowRight size={16} stroke={1.6} />,
    run: () => navigate(place.path),
  }))
}

function useDeviceEntries(isOpen: boolean): Entry[] {
  const { t } = useTranslation()
  const may = useMay()
  const navigate = useNavigate()
  const index = useQuery({ ...deviceIndexQuery, enabled: isOpen && may('devices:read') })
  return useMemo(
    () =>
      (index.data ?? []).map((device) => ({
        id: device.id,
        label: device.name,
        note: t(`deviceType.${device.device_type}`),
        folded: fold(device.name),
        icon: device.alarm_severity ? (
          <SeverityMark severity={device.alarm_severity} />
        ) : (
          <IconCpu size={16} stroke={1.6} />
        ),
        run: () => navigate(devicePath(device.id)),
      })),
    [index.data, navigate, t],
  )
}

function useLotoEntries(isOpen: boolean): Entry[] {
  const { t } = useTranslation()
  const may = useMay()
  const navigate = useNavigate()
  const number = useLotoNumber()
  const enabled = isOpen && may('loto:read')
  const sessions = useQuery({ ...lotoBoardQuery, enabled }).data?.sessions ?? []
  const points = useQuery({ ...lotoPointsQuery, enabled }).data ?? []
  const open = <IconLockOpen size={16} stroke={1.6} />
  return [
    ...sessions.map((session) => ({
      id: session.id,
      label: `${number(session.number)} · ${session.title}`,
      note: t(`loto.status.${session.status}`),
      folded: fold([number(session.number), session.title, ...session.personal.map(({ user }) => user.name)].join(' ')),
      icon: isHolding(session.status) ? <LockMark size={15} /> : open,
      run: () => navigate(lotoPath(session.id)),
    })),
    ...points.map((point) => ({
      id: point.id,
      label: point.name,
      note: t(point.state === 'locked_out' ? 'loto.points.lockedOut' : `loto.energy.${point.energy_type}`),
      folded: fold([point.name, point.location, point.device_name].join(' ')),
      icon: point.state === 'locked_out' ? <LockMark size={15} /> : open,
      run: () => navigate(lotoPointPath(point.id)),
    })),
  ]
}

function useIncidentEntries(isOpen: boolean): Entry[] {
  const may = useMay()
  const navigate = useNavigate()
  const open = useQuery({ ...unacknowledgedQuery, enabled: isOpen && may('alarms:read') })
  return (open.data?.items ?? []).map((incident) => ({
    id: incident.id,
    label: [incident.device_name ?? incident.gateway_name, shortMessage(incident)].filter(Boolean).join(' · '),
    folded: fold(`${incident.device_name ?? ''} ${incidentMessage(incident)}`),
    icon: <SeverityMark severity={incident.severity} />,
    run: () => navigate(incidentPath(incident.id)),
  }))
}

function useActionEntries(onWall: () => void): Entry[] {
  const { t } = useTranslation()
  const { setColorScheme } = useMantineColorScheme()
  const isDark = useComputedColorScheme('dark') === 'dark'
  const icon = <IconCommand size={16} stroke={1.6} />
  const act = (id: string, label: string, run: () => unknown, note?: string): Entry => ({
    id,
    label,
    folded: fold(label),
    icon,
    run,
    ...(note ? { note } : {}),
  })
  return [
    act('silence', t('shell.keys.silence'), () => runShellAct('silence'), 'S'),
    act('wall', t('shell.wall'), onWall, 'W'),
    act('theme', t('shell.palette.toggleTheme'), () => setColorScheme(isDark ? 'light' : 'dark')),
    act('language', t('shell.palette.toggleLanguage'), () => changeLanguage(currentLanguage() === 'tr' ? 'en' : 'tr')),
    act('help', t('shell.keys.title'), () => runShellAct('help'), '?'),
  ]
}

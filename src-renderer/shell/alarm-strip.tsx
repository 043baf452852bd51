import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { IconBell, IconBellOff, IconBellRinging, IconClockPause, IconEyeOff, IconVolumeOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useNavigate } from 'react-router'
import { type AnnunciationState, annunciationQuery } from '../api/queries/annunciation.ts'
import { incidentCountQuery, unacknowledgedQuery, useIncidentAct } from '../api/queries/incidents.ts'
import { useMay } from '../api/queries/session.ts'
import { type Incident, SEVERITIES, type Severity } from '../api/types.ts'
import { useErrorText } from '../components/error-state.tsx'
import { SeverityMark } from '../components/severity-mark.tsx'
import { toast } from '../components/toast.tsx'
import { shortMessage } from '../format/incident.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { incidentPath } from '../paths.ts'
import classes from './alarm-strip.module.css'
import { ScreenBoundary } from './screen-boundary.tsx'
import { onShellAct } from './shell-acts.ts'
import { useHorn } from './use-horn.ts'

const NONE: readonly Incident[] = []

/** Always there: how much is wrong, the newest that nobody has seen, and two different acts: acknowledge and silence. */
export function AlarmStrip() {
  const { t } = useTranslation()
  const may = useMay()
  const { pathname } = useLocation()
  if (!may('alarms:read')) return <div className={classes.root} />
  return (
    <section className={classes.root} aria-label={t('shell.strip.label')}>
      <ScreenBoundary
        resetKey={pathname}
        instead={
          <p className={classes.quiet} role="alert">
            {t('shell.strip.unknown')}
          </p>
        }
      >
        <Strip />
      </ScreenBoundary>
    </section>
  )
}

function Strip() {
  const { t } = useTranslation()
  const count = useQuery(incidentCountQuery)
  const unacknowledged = useQuery(unacknowledgedQuery)
  const annunciation = useQuery(annunciationQuery)
  const calling = unacknowledged.data?.items ?? NONE
  const newest = calling[0]
  const newestId = newest?.id
  const navigate = useNavigate()
  useEffect(
    () =>
      onShellAct('newest', () => {
        if (newestId) Promise.resolve(navigate(incidentPath(newestId))).catch(() => undefined)
      }),
    [newestId, navigate],
  )
  return (
    <>
      <ul className={classes.counts}>
        {SEVERITIES.map((severity) => (
          <CountMark
            key={severity}
            severity={severity}
            count={count.data?.by_severity[severity] ?? null}
            isCalling={calling.some((incident) => incident.severity === severity)}
          />
        ))}
      </ul>
      {annunciation.data ? <Silenced annunciation={annunciation.data} /> : null}
      {newest ? (
        <Newest incident={newest} total={unacknowledged.data?.total ?? calling.length} />
      ) : (
        <p className={classes.quiet}>{t(unacknowledged.data ? 'shell.strip.quiet' : 'shell.strip.unknown')}</p>
      )}
      <HornButton unacknowledged={calling} isFlood={annunciation.data?.flood_since != null} />
    </>
  )
}

/** What does not call, and why: nothing is out of sight for being out of hearing. */
function Silenced({ annunciation }: { annunciation: AnnunciationState }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { shelved, suppressed, flood_since: floodSince, last_10_min: count } = annunciation
  if (!floodSince && shelved === 0 && suppressed === 0) return null
  return (
    <div className={classes.silencedGroup}>
      {floodSince ? (
        <Tooltip label={`${t('shell.strip.flood', { count })}. ${t('shell.strip.floodHint')}`}>
          <Link to="/alarms/flood" className={classes.flood}>
            {t('shell.strip.floodMark', { count })}
          </Link>
        </Tooltip>
      ) : null}
      {shelved > 0 ? (
        <Tooltip label={t('shell.strip.shelved', { count: shelved })}>
          <Link to="/alarms?view=snoozed" className={classes.silenced}>
            <IconClockPause size={16} stroke={1.6} aria-hidden="true" />
            <span className="visually-hidden">{t('shell.strip.shelved', { count: shelved })}</span>
            <span aria-hidden="true">{format.count(shelved)}</span>
          </Link>
        </Tooltip>
      ) : null}
      {suppressed > 0 ? (
        <Tooltip label={t('shell.strip.suppressed', { count: suppressed })}>
          <Link to="/alarms?view=suppressed" className={classes.silenced}>
            <IconEyeOff size={16} stroke={1.6} aria-hidden="true" />
            <span className="visually-hidden">{t('shell.strip.suppressed', { count: suppressed })}</span>
            <span aria-hidden="true">{format.count(suppressed)}</span>
          </Link>
        </Tooltip>
      ) : null}
    </div>
  )
}

interface CountMarkProps {
  severity: Severity
  /** null while not known. */
  count: number | null
  isCalling: boolean
}

function CountMark({ severity, count, isCalling }: CountMarkProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const label = t('shell.strip.open', { severity: t(`severity.${severity}`), count: count ?? 0 })
  return (
    <li>
      <Tooltip label={label}>
        <Link
          to={`/alarms?severity=${severity}`}
          className={classes.count}
          data-severity={severity}
          data-zero={count ? undefined : true}
        >
          <SeverityMark severity={severity} isSilent isCalling={isCalling} />
          <span className="visually-hidden">{label}</span>
          <span className={classes.figure} aria-hidden="true">
            {count === null ? '—' : format.count(count)}
          </span>
        </Link>
      </Tooltip>
    </li>
  )
}

function Newest({ incident, total }: { incident: Incident; total: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const may = useMay()
  const now = useNow()
  const act = useIncidentAct()
  const errorText = useErrorText(act.error)
  useEffect(() => {
    if (act.isError) toast(errorText)
  }, [act.isError, errorText])
  return (
    <div className={classes.newest} data-severity={incident.severity}>
      <Link to={incidentPath(incident.id)} className={classes.message} title={t('shell.strip.openNewest')}>
        <SeverityMark severity={incident.severity} size={20} isCalling />
        <span className={classes.lines}>
          <span className={classes.device}>
            <span className="truncate">
              {incident.device_name ?? incident.gateway_name ?? incident.policy_name ?? ''}
            </span>
            <span className={classes.age}>{format.age(now - Date.parse(incident.triggered_at))}</span>
          </span>
          <span className={classes.text}>{shortMessage(incident)}</span>
        </span>
      </Link>
      {total > 1 ? (
        <Link to="/alarms?view=unacknowledged" className={classes.total}>
          {t('shell.strip.unacknowledged', { count: total })}
        </Link>
      ) : null}
      {may('incidents:ack') ? (
        <Button
          className={classes.ack}
          variant="filled"
          loading={act.isPending}
          onClick={() => act.mutate({ id: incident.id, act: { kind: 'ack' } })}
        >
          {t('shell.strip.acknowledge')}
        </Button>
      ) : null}
    </div>
  )
}

function HornButton({ unacknowledged, isFlood }: { unacknowledged: readonly Incident[]; isFlood: boolean }) {
  const { t } = useTranslation()
  const horn = useHorn(unacknowledged, isFlood)
  const { silence } = horn
  useEffect(() => onShellAct('silence', silence), [silence])
  const isSounding = horn.severity !== null
  const state = horn.isBlocked
    ? t('shell.strip.soundBlocked')
    : horn.isMuted
      ? t('shell.strip.mute')
      : isSounding
        ? t('shell.strip.hint')
        : t(unacknowledged.length > 0 ? 'shell.strip.silenced' : 'shell.strip.noSound')
  const muteWord = t(horn.isMuted ? 'shell.strip.unmute' : 'shell.strip.mute')
  if (isSounding && !horn.isBlocked) {
    return (
      <div className={classes.horn}>
        <Tooltip label={state}>
          <Button
            className={classes.silence}
            leftSection={<IconBellRinging size={17} stroke={1.7} />}
            onClick={silence}
          >
            {t('shell.strip.silence')}
          </Button>
        </Tooltip>
      </div>
    )
  }
  return (
    <div className={classes.horn}>
      <Menu position="bottom-end">
        <Menu.Target>
          <Tooltip label={state}>
            <ActionIcon aria-label={state}>
              {horn.isMuted ? <IconVolumeOff size={18} stroke={1.6} /> : null}
              {!horn.isMuted && horn.isBlocked ? <IconBellOff size={18} stroke={1.6} /> : null}
              {!horn.isMuted && !horn.isBlocked ? <IconBell size={18} stroke={1.6} /> : null}
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={horn.isMuted ? <IconBell size={16} /> : <IconVolumeOff size={16} />}
            onClick={horn.toggleMuted}
          >
            {muteWord}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}

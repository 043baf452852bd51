import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Value } from '../../components/value.tsx'
import { useFormat } from '../../format/use-format.ts'
import classes from './figures.module.css'
import type { OverviewPartProps } from './overview-page.tsx'

export function Figures({ overview, asOfMs }: OverviewPartProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { devices, gateways } = overview
  const lost = gateways.total - gateways.online
  return (
    <div className={classes.root}>
      <EnergyFigure overview={overview} asOfMs={asOfMs} />
      <Figure title={t('overview.devices')} to="/devices">
        <Fraction part={devices.online} whole={devices.total} asOfMs={asOfMs} />
        <ShareBar parts={[devices.online, devices.stale, devices.offline]} />
        <p className={classes.note}>
          <Missing count={devices.stale} word={t('overview.stale')} />
          <Missing count={devices.offline} word={t('overview.offline')} />
          {devices.stale + devices.offline === 0 ? format.number(devices.total) : null}
        </p>
      </Figure>
      <Figure title={t('overview.gateways')} to="/admin/gateways">
        <Fraction part={gateways.online} whole={gateways.total} asOfMs={asOfMs} />
        <ShareBar parts={[gateways.online, 0, lost]} />
        <p className={classes.note}>
          <Missing count={lost} word={t('overview.offline')} />
        </p>
      </Figure>
    </div>
  )
}

function Figure({ title, to, children }: { title: string; to: string; children: ReactNode }) {
  return (
    <Link to={to} className={classes.figure}>
      <h2 className={classes.title}>{title}</h2>
      {children}
    </Link>
  )
}

function EnergyFigure({ overview, asOfMs }: OverviewPartProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const today = overview.energy_today_kwh
  const yesterday = overview.energy_yesterday_kwh
  const share = today !== null && yesterday ? today / yesterday : null
  return (
    <section className={classes.figure}>
      <h2 className={classes.title}>{t('overview.energyToday')}</h2>
      <Value metric="energy_kwh" value={today} unit="kWh" timestamp={asOfMs} size="lg" />
      <div className={classes.bar} role="presentation">
        <span style={{ width: `${Math.min(100, (share ?? 0) * 100)}%` }} className={classes.good} />
      </div>
      <p className={classes.note}>
        <span>
          {t('overview.yesterday')} <Value metric="energy_kwh" value={yesterday} unit="kWh" />
        </span>
        {share === null ? null : <span>{t('overview.ofYesterday', { percent: format.number(share * 100) })}</span>}
      </p>
    </section>
  )
}

function Fraction({ part, whole, asOfMs }: { part: number; whole: number; asOfMs: number }) {
  const format = useFormat()
  return (
    <div className={classes.fraction}>
      <Value metric="count" value={part} unit="" timestamp={asOfMs} size="lg" />
      <span>/ {format.number(whole)}</span>
    </div>
  )
}

/** Online solid, stale hatched, offline hollow: shape instead of colour. */
function ShareBar({ parts }: { parts: readonly [good: number, stale: number, lost: number] }) {
  const [good, stale, lost] = parts
  return (
    <div className={classes.bar} role="presentation">
      <span className={classes.good} style={{ flexGrow: good }} />
      {stale > 0 ? <span className={classes.stale} style={{ flexGrow: stale }} /> : null}
      {lost > 0 ? <span className={classes.lost} style={{ flexGrow: lost }} /> : null}
    </div>
  )
}

function Missing({ count, word }: { count: number; word: string }) {
  const format = useFormat()
  if (count === 0) return null
  return (
    <span className={classes.missing}>
      <b>{format.number(count)}</b> {word}
    </span>
  )
}

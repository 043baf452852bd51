import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { annunciationQuery, type FloodItem, floodQuery } from '../../../api/queries/annunciation.ts'
import { Age } from '../../../components/age.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { incidentPath } from '../../../paths.ts'
import classes from './flood.module.css'
import { type FloodGroup, type FloodLine, floodGroups } from './flood-groups.ts'

/** Too many to read one by one: where and why they come, worst first. Everything is in the list and on record as always. */
export function FloodView({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation()
  const format = useFormat()
  const query = useQuery(floodQuery)
  const { data: state } = useQuery(annunciationQuery)
  return (
    <>
      <PageHeader
        title={t('annunciation.flood.title')}
        note={
          state?.flood_since
            ? t('annunciation.flood.since', { time: format.time(state.flood_since, 'time') })
            : undefined
        }
      >
        {tabs}
      </PageHeader>
      <Loaded query={query}>{(items) => <Groups items={items} />}</Loaded>
    </>
  )
}

function Groups({ items }: { items: readonly FloodItem[] }) {
  const { t } = useTranslation()
  const groups = useMemo(() => floodGroups(items), [items])
  if (groups.length === 0)
    return <EmptyState title={t('annunciation.flood.none')} hint={t('annunciation.flood.noneHint')} />
  return (
    <div className={classes.groups}>
      {groups.map((group) => (
        <Group key={group.place ?? ''} group={group} />
      ))}
    </div>
  )
}

function Group({ group }: { group: FloodGroup }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <section className={classes.group} aria-label={group.place ?? t('annunciation.flood.nowhere')}>
      <div className={classes.groupHead}>
        <h2>{group.place ?? t('annunciation.flood.nowhere')}</h2>
        <span className="quiet tabular">{t('annunciation.flood.alarms', { count: group.count })}</span>
      </div>
      {group.lines.map((line) => (
        <Link key={line.key} to={lineTo(line)} className={classes.line}>
          <SeverityMark severity={line.severity} />
          <span className="truncate">{line.policyName ?? t('annunciation.flood.ownAlarm')}</span>
          <span className="quiet">
            <Age since={line.newestAt} />
          </span>
          <span className={classes.figure}>{format.count(line.count)}</span>
        </Link>
      ))}
    </section>
  )
}

const lineTo = (line: FloodLine): string =>
  line.count === 1
    ? incidentPath(line.incidentId)
    : `/alarms?severity=${line.severity}&q=${encodeURIComponent(line.policyName ?? '')}`

import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../../components/error-state.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { useFormat } from '../../format/use-format.ts'
import { useNow } from '../../format/use-now.ts'
import classes from './exports.module.css'
import { timeLeftMs } from './model/export-draft.ts'
import { exportsQuery, saveExport, useEndExport } from './queries.ts'
import type { ExportJob } from './wire.ts'

/** The files that are being made, newest first, and those that can be fetched. */
export function ExportList() {
  const { t } = useTranslation()
  const query = useQuery({
    ...exportsQuery,
    // The hub tells of progress; asking helps where a proxy swallows the socket.
    refetchInterval: ({ state }) => (state.data?.some((job) => !job.is_over) ? 3000 : false),
  })
  return (
    <section className={classes.list} aria-labelledby="exports-list">
      <h3 id="exports-list" className={classes.listTitle}>
        {t('exports.list')}
      </h3>
      <p className="quiet">{t('exports.listHint')}</p>
      <Loaded query={query}>
        {(jobs) =>
          jobs.length === 0 ? (
            <p className={classes.none}>{t('exports.none')}</p>
          ) : (
            <ul className={classes.jobs}>
              {jobs.map((job) => (
                <Job key={job.id} job={job} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  )
}

function Job({ job }: { job: ExportJob }) {
  const { t } = useTranslation()
  const format = useFormat()
  const end = useEndExport()
  const errorText = useErrorText(end.error)
  return (
    <li className={classes.job} data-status={job.status}>
      <p className={classes.jobName} title={job.file_name}>
        {job.file_name}
      </p>
      <p className={classes.jobState}>
        <span>{t(`exports.status.${job.status}`)}</span>
        <span className="quiet">{format.time(job.created_at, 'dateTime')}</span>
      </p>
      {job.is_over ? <Outcome job={job} /> : <Progress job={job} />}
      <div className={classes.jobActs}>
        {job.can_cancel ? (
          <Button loading={end.isPending} onClick={() => end.mutate({ job, act: 'cancel' })}>
            {t('exports.cancel')}
          </Button>
        ) : null}
        {job.status === 'done' ? (
          <Button onClick={() => void saveExport(job).catch(() => undefined)}>{t('exports.save')}</Button>
        ) : null}
        {job.is_over ? (
          <Tooltip label={t('exports.remove')}>
            <ActionIcon
              aria-label={t('exports.remove')}
              loading={end.isPending}
              onClick={() => end.mutate({ job, act: 'remove' })}
            >
              <IconTrash size={16} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        ) : null}
      </div>
      {end.error ? (
        <p role="alert" className={classes.fault}>
          {errorText}
        </p>
      ) : null}
    </li>
  )
}

function Outcome({ job }: { job: ExportJob }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (job.detail) return <p className={classes.fault}>{job.detail}</p>
  if (job.status !== 'done') return null
  return (
    <p className="quiet tabular">
      {t('exports.result', { rows: format.number(job.rows_done), size: format.bytes(job.bytes) })}
    </p>
  )
}

function Progress({ job }: { job: ExportJob }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const left = timeLeftMs(job, now)
  const share = job.rows_total > 0 ? Math.min(1, job.rows_done / job.rows_total) : 0
  return (
    <div>
      <progress className={classes.bar} value={share} max={1} aria-label={job.file_name} />
      <p className="quiet tabular">
        {t('exports.progress', { done: format.number(job.rows_done), total: format.number(job.rows_total) })}
        {left === null ? null : ` · ${t('exports.left', { time: format.age(left) })}`}
      </p>
    </div>
  )
}

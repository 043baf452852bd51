import { ActionIcon, Button, Select } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { deviceIndexQuery } from '../../../api/queries/devices.ts'
import { useFormat } from '../../../format/use-format.ts'
import { latestQuery } from '../../devices/queries.ts'
import type { SeriesRow } from '../model/widget-draft.ts'
import type { SeriesRef } from '../wire.ts'
import classes from './edit.module.css'

interface DevicePickerProps {
  label: string
  description?: string
  value: string
  error?: string | null
  onChange: (deviceId: string) => void
}

/** Devices by name, searchable: there may be ten thousand. */
export function DevicePicker({ label, description, value, error = null, onChange }: DevicePickerProps) {
  const { compare } = useFormat()
  const devices = useQuery(deviceIndexQuery).data
  const data = useMemo(
    () =>
      [...(devices ?? [])].sort((a, b) => compare(a.name, b.name)).map(({ id, name }) => ({ value: id, label: name })),
    [devices, compare],
  )
  return (
    <Select
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={data}
      value={value || null}
      onChange={(next) => onChange(next ?? '')}
      error={error}
      limit={100}
      searchable
    />
  )
}

interface MetricPickerProps {
  label: string
  deviceId: string
  value: string
  error?: string | null
  onChange: (metric: string) => void
}

/** What the chosen device measures. */
export function MetricPicker({ label, deviceId, value, error = null, onChange }: MetricPickerProps) {
  const format = useFormat()
  const latest = useQuery({ ...latestQuery(deviceId), enabled: deviceId !== '' }).data ?? []
  const known = new Set([...latest.map(({ metric }) => metric), ...(value ? [value] : [])])
  return (
    <Select
      label={label}
      data={[...known].map((metric) => ({ value: metric, label: format.metric(metric) }))}
      value={value || null}
      onChange={(next) => onChange(next ?? '')}
      error={error}
      disabled={deviceId === ''}
      searchable
    />
  )
}

const MOST_SERIES = 4

interface SeriesFieldsProps {
  series: readonly SeriesRow[]
  error: string | null
  onChange: (series: readonly SeriesRow[]) => void
}

export function SeriesFields({ series, error, onChange }: SeriesFieldsProps) {
  const { t } = useTranslation()
  const put = (key: number, change: Partial<SeriesRef>) =>
    onChange(series.map((one) => (one.key === key ? { ...one, ...change } : one)))
  const nextKey = Math.max(...series.map(({ key }) => key)) + 1
  return (
    <div className={classes.series}>
      {series.map((one) => (
        <div key={one.key} className={classes.seriesRow}>
          <DevicePicker
            label={t('dashboards.form.device')}
            value={one.device_id}
            onChange={(device_id) => put(one.key, { device_id, metric: '' })}
          />
          <MetricPicker
            label={t('dashboards.form.metric')}
            deviceId={one.device_id}
            value={one.metric}
            onChange={(metric) => put(one.key, { metric })}
          />
          <ActionIcon
            aria-label={t('dashboards.form.removeSeries')}
            disabled={series.length === 1}
            onClick={() => onChange(series.filter(({ key }) => key !== one.key))}
          >
            <IconTrash size={16} stroke={1.6} />
          </ActionIcon>
        </div>
      ))}
      {error ? (
        <p role="alert" className={classes.fault}>
          {error}
        </p>
      ) : null}
      {series.length < MOST_SERIES ? (
        <Button
          leftSection={<IconPlus size={15} />}
          onClick={() => onChange([...series, { key: nextKey, device_id: series.at(-1)?.device_id ?? '', metric: '' }])}
        >
          {t('dashboards.form.addSeries')}
        </Button>
      ) : null}
    </div>
  )
}

import { ActionIcon, SegmentedControl } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../format/use-format.ts'
import { fromLocalInput, RANGES, shifted, type TimeRange, toLocalInput, writeRange } from '../model/time-range.ts'
import classes from './detail.module.css'

interface RangePickerProps {
  range: TimeRange
  onRange: (range: string) => void
  isCompact: boolean
}

export function RangePicker({ range, onRange, isCompact }: RangePickerProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.rangePicker}>
      <SegmentedControl
        aria-label={t('devices.chart.range')}
        value={range.name}
        onChange={(name) => onRange(name === 'custom' ? writeRange(range.start, range.end) : name)}
        data={[
          ...RANGES.map((value) => ({ value: value as string, label: t(`devices.chart.ranges.${value}`) })),
          ...(isCompact ? [] : [{ value: 'custom', label: t('devices.chart.ranges.custom') }]),
        ]}
      />
      <ActionIcon aria-label={t('devices.chart.earlier')} onClick={() => onRange(shifted(range, -1))}>
        <IconChevronLeft size={17} />
      </ActionIcon>
      <ActionIcon
        aria-label={t('devices.chart.later')}
        onClick={() => onRange(shifted(range, 1))}
        disabled={range.name !== 'custom'}
      >
        <IconChevronRight size={17} />
      </ActionIcon>
      {range.name === 'custom' && !isCompact ? <CustomRange range={range} onRange={onRange} /> : null}
    </div>
  )
}

function CustomRange({ range, onRange }: { range: TimeRange; onRange: (range: string) => void }) {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const change = (start: number | null, end: number | null): void => {
    if (start !== null && end !== null && end - start >= 1000) onRange(writeRange(start, end))
  }
  return (
    <>
      <input
        className={classes.instant}
        type="datetime-local"
        aria-label={t('devices.chart.from')}
        value={toLocalInput(range.start, zone)}
        onChange={(event) => change(fromLocalInput(event.currentTarget.value, zone), range.end)}
      />
      <span aria-hidden="true">–</span>
      <input
        className={classes.instant}
        type="datetime-local"
        aria-label={t('devices.chart.to')}
        value={toLocalInput(range.end, zone)}
        onChange={(event) => change(range.start, fromLocalInput(event.currentTarget.value, zone))}
      />
    </>
  )
}

import { ActionIcon, SegmentedControl } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useUrlState } from '../../components/use-url-state.ts'
import { useFormat } from '../../format/use-format.ts'
import { useNow } from '../../format/use-now.ts'
import classes from './energy.module.css'
import { type Period, parsePeriod, periodName, stepped, UNITS, type Unit, writePeriod } from './period.ts'

const TICK_MS = 60_000

/** The period in the address, shared by the views of the page. */
export function usePeriod(only?: Unit): { period: Period; choose: (text: string) => void } {
  const { zone } = useFormat()
  const [text, choose] = useUrlState('period')
  const now = useNow(TICK_MS)
  const period = useMemo(() => {
    const read = parsePeriod(text, now, zone)
    return only && read.unit !== only ? parsePeriod(writePeriod(only, read.start, now, zone), now, zone) : read
  }, [text, now, zone, only])
  return { period, choose }
}

interface PeriodPickerProps {
  period: Period
  onChoose: (text: string) => void
  /** Only this unit makes sense here. */
  only?: Unit
}

export function PeriodPicker({ period, onChoose, only }: PeriodPickerProps) {
  const { t } = useTranslation()
  const { locale, zone } = useFormat()
  const now = useNow(TICK_MS)
  return (
    <div className={classes.picker}>
      {only ? null : (
        <SegmentedControl
          aria-label={t('energy.period.label')}
          value={period.unit}
          onChange={(unit) => {
            const chosen = UNITS.find((one) => one === unit)
            if (chosen) onChoose(writePeriod(chosen, period.isCurrent ? now : period.start, now, zone))
          }}
          data={UNITS.map((unit) => ({ value: unit as string, label: t(`energy.period.${unit}`) }))}
        />
      )}
      <ActionIcon aria-label={t('energy.period.before')} onClick={() => onChoose(stepped(period, -1, now, zone))}>
        <IconChevronLeft size={17} />
      </ActionIcon>
      <strong className={classes.periodName}>{periodName(period, locale, zone)}</strong>
      <ActionIcon
        aria-label={t('energy.period.after')}
        disabled={period.isCurrent}
        onClick={() => onChoose(stepped(period, 1, now, zone))}
      >
        <IconChevronRight size={17} />
      </ActionIcon>
      {period.isCurrent ? <span className="quiet">{t('energy.period.running')}</span> : null}
    </div>
  )
}

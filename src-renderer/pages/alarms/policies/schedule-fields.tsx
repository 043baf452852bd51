import { ActionIcon, Button, Select, Switch, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { HOLIDAY_RULES, type Schedule, type ScheduleWindow } from '../../../api/types.ts'
import { useFormat } from '../../../format/use-format.ts'
import type { PolicyFieldsProps } from './fields.ts'
import classes from './policy-editor.module.css'
import { windowFault } from './policy-faults.ts'
import { EVERY_DAY, newSchedule, openByDay, PRESET_KEYS, PRESETS, WORKDAYS } from './schedule-draft.ts'
import { dayNames } from './week.ts'

const SUMMER = { from: '06-01', to: '09-30' }

/** When a policy is judged: windows of the week, holidays and a season. */
export function ScheduleFields({ draft, change, fault }: PolicyFieldsProps) {
  const { t } = useTranslation()
  const { schedule } = draft
  const revise = (part: Partial<Schedule>) => schedule && change({ schedule: { ...schedule, ...part } })
  return (
    <>
      <Switch
        label={t('policies.schedule.on')}
        checked={schedule !== null}
        onChange={(event) => change({ schedule: event.currentTarget.checked ? newSchedule('workday') : null })}
      />
      {schedule ? (
        <>
          <WeekGrid windows={schedule.windows} />
          <Windows windows={schedule.windows} fault={fault} onChange={(windows) => revise({ windows })} />
          <div className={classes.two}>
            <Select
              label={t('policies.schedule.holidays')}
              data={HOLIDAY_RULES.map((value) => ({ value, label: t(`policies.schedule.holidayRule.${value}`) }))}
              allowDeselect={false}
              value={schedule.holidays}
              onChange={(rule) => {
                const holidays = HOLIDAY_RULES.find((one) => one === rule)
                if (holidays) revise({ holidays })
              }}
            />
            <Season season={schedule.season} fault={fault('season')} onChange={(season) => revise({ season })} />
          </div>
        </>
      ) : null}
    </>
  )
}

/** What the windows come to, drawn; the windows below are how it is changed. */
function WeekGrid({ windows }: { windows: readonly ScheduleWindow[] }) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const names = dayNames(locale)
  return (
    <div className={classes.week} role="img" aria-label={t('policies.schedule.week')}>
      {openByDay(windows).map((open, index) => (
        <div key={names[index]} style={{ display: 'contents' }}>
          <span className={classes.weekDay}>{names[index]}</span>
          <span className={classes.weekBar}>
            {open.map(([from, to]) => (
              <span
                key={`${from}-${to}`}
                className={classes.weekOpen}
                style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}
              />
            ))}
          </span>
        </div>
      ))}
      <span className={classes.weekHours}>
        {['00', '06', '12', '18', '24'].map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </span>
    </div>
  )
}

interface WindowsProps {
  windows: readonly ScheduleWindow[]
  fault: PolicyFieldsProps['fault']
  onChange: (windows: ScheduleWindow[]) => void
}

function Windows({ windows, fault, onChange }: WindowsProps) {
  const { t } = useTranslation()
  const revise = (index: number, part: Partial<ScheduleWindow>) =>
    onChange(windows.map((window, at) => (at === index ? { ...window, ...part } : window)))
  return (
    <>
      {[...windows.entries()].map(([place, window]) => (
        <WindowRow
          key={place}
          window={window}
          change={(part) => revise(place, part)}
          remove={() => onChange(windows.filter((_window, at) => at !== place))}
          fault={(field) => fault(windowFault(place, field))}
        />
      ))}
      {fault('windows') ? <p className={classes.fault}>{fault('windows')}</p> : null}
      <div className={classes.inline}>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...windows, { days: [...WORKDAYS], from: '08:00', to: '18:00' }])}
        >
          {t('policies.schedule.add')}
        </Button>
        {PRESET_KEYS.map((key) => (
          <Button
            key={key}
            variant="subtle"
            size="compact-sm"
            onClick={() => onChange(PRESETS[key].map((one) => ({ ...one, days: [...one.days] })))}
          >
            {t(`policies.schedule.preset.${key}`)}
          </Button>
        ))}
      </div>
    </>
  )
}

interface WindowRowProps {
  window: ScheduleWindow
  change: (part: Partial<ScheduleWindow>) => void
  remove: () => void
  fault: (field: 'days' | 'from' | 'to') => string | null
}

function WindowRow({ window, change, remove, fault }: WindowRowProps) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const names = dayNames(locale)
  const long = dayNames(locale, 'long')
  const toggle = (day: number) =>
    change({
      days: window.days.includes(day)
        ? window.days.filter((one) => one !== day)
        : [...window.days, day].sort((a, b) => a - b),
    })
  const time = (key: 'from' | 'to') => (
    <TextInput
      aria-label={t(`policies.schedule.${key}`)}
      value={window[key]}
      maxLength={5}
      error={fault(key)}
      onChange={(event) => change({ [key]: event.currentTarget.value })}
    />
  )
  return (
    <div>
      <div className={classes.window}>
        <fieldset className={classes.days} aria-label={t('policies.schedule.days')}>
          {EVERY_DAY.map((day) => (
            <button
              key={day}
              type="button"
              className={classes.day}
              aria-label={long[day - 1]}
              aria-pressed={window.days.includes(day)}
              onClick={() => toggle(day)}
            >
              {names[day - 1]}
            </button>
          ))}
        </fieldset>
        {time('from')}
        <span className="quiet">–</span>
        {time('to')}
        <ActionIcon variant="subtle" color="gray" aria-label={t('policies.schedule.remove')} onClick={remove}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      {fault('days') ? <p className={classes.fault}>{fault('days')}</p> : null}
    </div>
  )
}

interface SeasonProps {
  season: Schedule['season']
  fault: string | null
  onChange: (season: Schedule['season']) => void
}

function Season({ season, fault, onChange }: SeasonProps) {
  const { t } = useTranslation()
  return (
    <div>
      <div className="mantine-InputWrapper-label">{t('policies.schedule.season')}</div>
      {season === null ? (
        <Button variant="subtle" size="compact-sm" onClick={() => onChange(SUMMER)}>
          {t('policies.schedule.addSeason')}
        </Button>
      ) : (
        <div className={classes.season}>
          {(['from', 'to'] as const).map((key) => (
            <TextInput
              key={key}
              aria-label={t(`policies.schedule.season${key === 'from' ? 'From' : 'To'}`)}
              placeholder={t('policies.schedule.dayForm')}
              value={season[key].split('-').toReversed().join('.')}
              maxLength={5}
              error={fault !== null}
              onChange={(event) =>
                onChange({ ...season, [key]: event.currentTarget.value.split('.').toReversed().join('-') })
              }
            />
          ))}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('policies.schedule.noSeason')}
            onClick={() => onChange(null)}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      )}
      {fault ? <p className={classes.fault}>{fault}</p> : null}
    </div>
  )
}

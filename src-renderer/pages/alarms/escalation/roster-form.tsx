import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { audiencesQuery, type Roster, type Shift } from '../../../api/queries/annunciation.ts'
import { ChoiceSet } from '../../../components/choice-bar.tsx'
import { FormSection } from '../../../components/side-form.tsx'
import { useForm } from '../../../components/use-form.ts'
import { useFormat } from '../../../format/use-format.ts'
import classes from '../annunciation/annunciation.module.css'
import { KeptForm } from './kept-form.tsx'

interface RosterFormProps {
  roster: Roster | null
  isReadOnly: boolean
  onClose: () => void
}

interface ShiftDraft extends Shift {
  key: number
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
/** A Monday, to have the days named by the locale. */
const MONDAY_MS = Date.UTC(2026, 0, 5)
const DAY_MS = 86_400_000

let lastKey = 0
const newShift = (): ShiftDraft => ({ key: ++lastKey, user_id: '', days: [1, 2, 3, 4, 5], from: '08:00', to: '20:00' })

export function RosterForm({ roster, isReadOnly, onClose }: RosterFormProps) {
  const { t } = useTranslation()
  const initial = {
    name: roster?.name ?? '',
    shifts: roster ? roster.shifts.map((shift): ShiftDraft => ({ ...shift, key: ++lastKey })) : [newShift()],
  }
  const { fields, change, fault, tryOut } = useForm(initial, (now) => ({
    name: now.name.trim() ? null : t('form.required'),
    shifts: now.shifts.every((shift) => shift.user_id && shift.days.length > 0) ? null : t('form.required'),
  }))
  const bodyOf = () => ({
    name: fields.name.trim(),
    shifts: fields.shifts.map(({ key: _key, ...shift }) => shift),
  })
  const changeShift = (key: number, part: Partial<Shift>) =>
    change({ shifts: fields.shifts.map((shift) => (shift.key === key ? { ...shift, ...part } : shift)) })
  return (
    <KeptForm
      title={roster?.name ?? t('annunciation.roster.new')}
      path={roster ? `/alarms/rosters/${roster.id}` : '/alarms/rosters'}
      method={roster ? 'PUT' : 'POST'}
      body={() => (tryOut() ? bodyOf() : null)}
      removal={roster && { name: roster.name, hint: t('annunciation.roster.deleteHint') }}
      isReadOnly={isReadOnly}
      onClose={onClose}
    >
      <FormSection>
        <TextInput
          label={t('annunciation.roster.name')}
          value={fields.name}
          error={fault('name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
      </FormSection>
      <FormSection title={t('annunciation.roster.shifts')}>
        <p className="quiet">{t('annunciation.roster.shiftsHint')}</p>
        {fields.shifts.map((shift) => (
          <ShiftFields
            key={shift.key}
            shift={shift}
            fault={fault('shifts')}
            onChange={(part) => changeShift(shift.key, part)}
            onRemove={() => change({ shifts: fields.shifts.filter(({ key }) => key !== shift.key) })}
          />
        ))}
        <Button
          leftSection={<IconPlus size={16} stroke={1.8} />}
          onClick={() => change({ shifts: [...fields.shifts, newShift()] })}
        >
          {t('annunciation.roster.addShift')}
        </Button>
      </FormSection>
    </KeptForm>
  )
}

interface ShiftFieldsProps {
  shift: ShiftDraft
  fault: string | null
  onChange: (part: Partial<Shift>) => void
  onRemove: () => void
}

function ShiftFields({ shift, fault, onChange, onRemove }: ShiftFieldsProps) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const audiences = useQuery(audiencesQuery)
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' })
  return (
    <div className={classes.step}>
      <div className={classes.stepTo}>
        <Select
          label={t('annunciation.roster.person')}
          searchable
          data={(audiences.data?.people ?? []).map(({ id, name, email }) => ({ value: id, label: name ?? email }))}
          value={shift.user_id || null}
          error={shift.user_id ? null : fault}
          onChange={(userId) => onChange({ user_id: userId ?? '' })}
        />
      </div>
      <ChoiceSet
        label={t('annunciation.roster.days')}
        choices={WEEKDAYS.map((day) => ({ key: day, word: weekday.format(MONDAY_MS + (day - 1) * DAY_MS) }))}
        chosen={shift.days}
        className={classes.stepTo}
        onChange={(days) => onChange({ days })}
      />
      <TextInput
        type="time"
        label={t('annunciation.roster.from')}
        value={shift.from}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        type="time"
        label={t('annunciation.roster.to')}
        value={shift.to}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
      <ActionIcon size={36} aria-label={t('annunciation.roster.removeShift')} onClick={onRemove}>
        <IconTrash size={16} stroke={1.6} />
      </ActionIcon>
    </div>
  )
}

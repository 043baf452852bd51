import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { audiencesQuery, type Roster, type Shift, useAnnunciationChange } from '../../../api/queries/annunciation.ts'
import choiceClasses from '../../../components/choice-bar.module.css'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { useFormat } from '../../../format/use-format.ts'
import classes from '../annunciation/annunciation.module.css'

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
  const save = useAnnunciationChange()
  const errorText = useErrorText(save.error)
  const [isDeleting, setDeleting] = useState(false)
  const initial = {
    name: roster?.name ?? '',
    shifts: roster ? roster.shifts.map((shift): ShiftDraft => ({ ...shift, key: ++lastKey })) : [newShift()],
  }
  const { fields, change, fault, tryOut } = useForm(initial, (now) => ({
    name: now.name.trim() ? null : t('form.required'),
    shifts: now.shifts.every((shift) => shift.user_id && shift.days.length > 0) ? null : t('form.required'),
  }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!tryOut()) return
    const shifts = fields.shifts.map(({ key: _key, ...shift }) => shift)
    save.mutate(
      {
        method: roster ? 'PUT' : 'POST',
        path: roster ? `/alarms/rosters/${roster.id}` : '/alarms/rosters',
        body: { name: fields.name.trim(), shifts },
      },
      {
        onSuccess: () => {
          toast(t('annunciation.saved'))
          onClose()
        },
      },
    )
  }
  const changeShift = (key: number, part: Partial<Shift>) =>
    change({ shifts: fields.shifts.map((shift) => (shift.key === key ? { ...shift, ...part } : shift)) })
  return (
    <SideForm title={roster?.name ?? t('annunciation.roster.new')} onSubmit={submit} isReadOnly={isReadOnly}>
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
      <FormFault text={save.isError ? errorText : null} />
      {isReadOnly ? null : (
        <FormButtons
          saveWord={t('action.save')}
          isBusy={save.isPending}
          onCancel={onClose}
          onDelete={roster ? () => setDeleting(true) : null}
        />
      )}
      {roster ? (
        <ConfirmAct
          isOpen={isDeleting}
          onClose={() => setDeleting(false)}
          title={t('form.confirmDelete', { name: roster.name })}
          verb={t('action.delete')}
          run={async () => {
            await save.mutateAsync({ method: 'DELETE', path: `/alarms/rosters/${roster.id}` })
            onClose()
          }}
        >
          {t('annunciation.roster.deleteHint')}
        </ConfirmAct>
      ) : null}
    </SideForm>
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
      <fieldset className={`${choiceClasses.root} ${classes.stepTo}`} aria-label={t('annunciation.roster.days')}>
        {WEEKDAYS.map((day) => (
          <button
            key={day}
            type="button"
            className={choiceClasses.choice}
            aria-pressed={shift.days.includes(day)}
            onClick={() =>
              onChange({
                days: shift.days.includes(day) ? shift.days.filter((one) => one !== day) : [...shift.days, day],
              })
            }
          >
            {weekday.format(MONDAY_MS + (day - 1) * DAY_MS)}
          </button>
        ))}
      </fieldset>
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

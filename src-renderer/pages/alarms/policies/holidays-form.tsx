import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { holidayOffers, holidaysQuery, useSaveHolidays } from '../../../api/queries/simulation.ts'
import type { Holiday } from '../../../api/types.ts'
import { useErrorText } from '../../../components/error-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import classes from './policy-editor.module.css'

interface HolidaysFormProps {
  isReadOnly: boolean
  onClose: () => void
}

export function HolidaysForm(props: HolidaysFormProps) {
  const query = useQuery(holidaysQuery)
  return <Loaded query={query}>{(holidays) => <HolidayFields {...props} saved={holidays} />}</Loaded>
}

/** The marina's days of rest, by date. What the state declares is offered; nothing counts before it is saved. */
function HolidayFields({ saved, isReadOnly, onClose }: HolidaysFormProps & { saved: readonly Holiday[] }) {
  const { t } = useTranslation()
  const [days, setDays] = useState<readonly Holiday[]>(saved)
  const [isTried, setTried] = useState(false)
  const save = useSaveHolidays()
  const errorText = useErrorText(save.error)
  const isTold = days.every(({ date, name }) => date !== '' && name.trim() !== '')
  const year = new Date().getFullYear()
  const offer = async (of: number) => {
    const offered = await holidayOffers(of)
    setDays((before) => byDate([...before, ...offered.filter(({ date }) => !before.some((one) => one.date === date))]))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isTold) return
    save.mutate(
      days.map(({ date, name }) => ({ date, name: name.trim() })),
      {
        onSuccess: () => {
          toast(t('policies.holidays.saved'))
          onClose()
        },
      },
    )
  }
  const revise = (place: number, part: Partial<Holiday>) =>
    setDays(days.map((day, at) => (at === place ? { ...day, ...part } : day)))
  return (
    <SideForm title={t('policies.holidays.title')} onSubmit={submit} isReadOnly={isReadOnly}>
      <FormSection>
        <p className="quiet">{t('policies.holidays.hint')}</p>
        {[...days.entries()].map(([place, day]) => (
          <div key={place} className={classes.holiday}>
            <TextInput
              type="date"
              aria-label={t('policies.holidays.date')}
              value={day.date}
              error={isTried && day.date === ''}
              onChange={(event) => revise(place, { date: event.currentTarget.value })}
            />
            <TextInput
              aria-label={t('policies.holidays.name')}
              placeholder={t('policies.holidays.name')}
              value={day.name}
              maxLength={100}
              error={isTried && day.name.trim() === ''}
              onChange={(event) => revise(place, { name: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('policies.holidays.remove', { name: day.name })}
              onClick={() => setDays(days.filter((_day, at) => at !== place))}
            >
              <IconX size={16} />
            </ActionIcon>
          </div>
        ))}
        {days.length === 0 ? <p>{t('policies.holidays.none')}</p> : null}
        {isReadOnly ? null : (
          <div className={classes.inline}>
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPlus size={14} />}
              onClick={() => setDays([...days, { date: '', name: '' }])}
            >
              {t('policies.holidays.add')}
            </Button>
            {[year, year + 1].map((of) => (
              <Button key={of} variant="subtle" size="compact-sm" onClick={() => void offer(of)}>
                {t('policies.holidays.offer', { year: of })}
              </Button>
            ))}
          </div>
        )}
      </FormSection>
      <FormFault text={save.isError ? errorText : null} />
      {isReadOnly ? null : <FormButtons onCancel={onClose} isBusy={save.isPending} saveWord={t('action.save')} />}
    </SideForm>
  )
}

const byDate = (days: readonly Holiday[]): readonly Holiday[] => days.toSorted((a, b) => a.date.localeCompare(b.date))

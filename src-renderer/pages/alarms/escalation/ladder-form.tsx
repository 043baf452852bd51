import { ActionIcon, Button, Select } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Manner } from '../../../api/queries/annunciation.ts'
import { type Policy, SEVERITIES, type Severity } from '../../../api/types.ts'
import { NumberField } from '../../../components/number-field.tsx'
import { FormSection } from '../../../components/side-form.tsx'
import classes from '../annunciation/annunciation.module.css'
import { KeptForm } from './kept-form.tsx'

interface LadderFormProps {
  policy: Policy
  manner: Manner
  isReadOnly: boolean
  onClose: () => void
}

interface RungDraft {
  key: number
  minutes: number
  severity: Severity
}

let lastKey = 0

export function LadderForm({ policy, manner, isReadOnly, onClose }: LadderFormProps) {
  const { t } = useTranslation()
  const [rungs, setRungs] = useState<readonly RungDraft[]>(() =>
    manner.ladder.map(({ after_s: afterS, severity }) => ({ key: ++lastKey, minutes: afterS / 60, severity })),
  )
  const [reminder, setReminder] = useState<number | ''>(manner.reminder_s === null ? '' : manner.reminder_s / 60)
  const change = (key: number, part: Partial<RungDraft>) =>
    setRungs(rungs.map((rung) => (rung.key === key ? { ...rung, ...part } : rung)))
  const bodyOf = () => ({
    ladder: rungs
      .map(({ minutes, severity }) => ({ after_s: Math.round(minutes * 60), severity }))
      .sort((a, b) => a.after_s - b.after_s),
    reminder_s: reminder === '' ? null : reminder * 60,
  })
  return (
    <KeptForm
      title={policy.name}
      path={`/alarms/policies/${policy.id}/annunciation`}
      method="PUT"
      body={bodyOf}
      isReadOnly={isReadOnly}
      onClose={onClose}
    >
      <FormSection title={t('annunciation.ladder.label')}>
        <p className="quiet">{t('annunciation.ladder.hint')}</p>
        {rungs.map((rung) => (
          <div key={rung.key} className={classes.step}>
            <NumberField
              label={t('annunciation.ladder.after')}
              min={1}
              value={rung.minutes}
              onChange={(minutes) => change(rung.key, { minutes: Number(minutes) || 0 })}
            />
            <Select
              label={t('annunciation.ladder.becomes')}
              data={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
              value={rung.severity}
              allowDeselect={false}
              onChange={(word) => {
                const severity = SEVERITIES.find((one) => one === word)
                if (severity) change(rung.key, { severity })
              }}
            />
            <ActionIcon
              size={36}
              aria-label={t('annunciation.ladder.remove')}
              onClick={() => setRungs(rungs.filter(({ key }) => key !== rung.key))}
            >
              <IconTrash size={16} stroke={1.6} />
            </ActionIcon>
          </div>
        ))}
        <Button
          leftSection={<IconPlus size={16} stroke={1.8} />}
          onClick={() =>
            setRungs([...rungs, { key: ++lastKey, minutes: (rungs.at(-1)?.minutes ?? 0) + 15, severity: 'critical' }])
          }
        >
          {t('annunciation.ladder.add')}
        </Button>
      </FormSection>
      <FormSection>
        <NumberField
          label={t('annunciation.ladder.reminder')}
          description={t('annunciation.ladder.reminderHint')}
          min={1}
          value={reminder}
          onChange={(minutes) => setReminder(minutes === '' ? '' : Number(minutes))}
        />
      </FormSection>
    </KeptForm>
  )
}

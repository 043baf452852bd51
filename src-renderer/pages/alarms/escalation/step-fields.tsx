import { Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AudienceKind, Channel, EscalationStep } from '../../../api/queries/annunciation.ts'
import { NumberField } from '../../../components/number-field.tsx'
import classes from '../annunciation/annunciation.module.css'
import { useAudiences } from './use-audience-words.ts'

/** The ways that a step can go, each with those it reaches. */
const WAYS = {
  desktop: ['role', 'user', 'roster'],
  email: ['role', 'user', 'roster', 'address'],
  webhook: ['url'],
} as const satisfies Record<Channel, readonly AudienceKind[]>
const CHANNELS = ['desktop', 'email', 'webhook'] as const

export interface StepDraft {
  readonly key: number
  readonly minutes: number
  readonly channel: Channel
  readonly kind: AudienceKind
  readonly value: string
}

let lastKey = 0

export const newStep = (): StepDraft => ({ key: ++lastKey, minutes: 0, channel: 'email', kind: 'role', value: '' })

export const stepOf = ({ after_s: afterS, channel, to }: EscalationStep): StepDraft => ({
  key: ++lastKey,
  minutes: afterS / 60,
  channel,
  kind: to.kind,
  value: to.value,
})

export const stepFrom = ({ minutes, channel, kind, value }: StepDraft): EscalationStep => ({
  after_s: Math.round(minutes * 60),
  channel,
  to: { kind, value: value.trim() },
})

interface StepFieldsProps {
  step: StepDraft
  fault: string | null
  onChange: (part: Partial<StepDraft>) => void
}

export function StepFields({ step, fault, onChange }: StepFieldsProps) {
  const { t } = useTranslation()
  const { choices } = useAudiences()
  const named = choices[step.kind]
  const missing = fault && !step.value.trim() ? fault : null
  return (
    <>
      <NumberField
        label={t('annunciation.chain.after')}
        min={0}
        max={10_080}
        value={step.minutes}
        onChange={(minutes) => onChange({ minutes: Number(minutes) || 0 })}
      />
      <Select
        label={t('annunciation.chain.channel')}
        data={CHANNELS.map((value) => ({ value, label: t(`annunciation.channel.${value}`) }))}
        value={step.channel}
        allowDeselect={false}
        onChange={(word) => {
          const channel = CHANNELS.find((one) => one === word) ?? 'email'
          const kind = (WAYS[channel] as readonly AudienceKind[]).includes(step.kind) ? step.kind : WAYS[channel][0]
          onChange({ channel, kind, value: kind === step.kind ? step.value : '' })
        }}
      />
      <div className={classes.stepTo}>
        <Select
          label={t('annunciation.chain.to')}
          data={WAYS[step.channel].map((value) => ({ value, label: t(`annunciation.audience.${value}`) }))}
          value={step.kind}
          allowDeselect={false}
          onChange={(word) => {
            const kind = WAYS[step.channel].find((one) => one === word)
            if (kind) onChange({ kind, value: '' })
          }}
        />
        {named ? (
          <Select
            aria-label={t(`annunciation.audience.${step.kind}`)}
            mt={6}
            searchable
            data={named}
            value={step.value || null}
            error={missing}
            onChange={(value) => onChange({ value: value ?? '' })}
          />
        ) : (
          <TextInput
            aria-label={t(`annunciation.audience.${step.kind}`)}
            mt={6}
            placeholder={step.kind === 'url' ? 'https://' : 'ad@firma.com'}
            value={step.value}
            error={missing}
            onChange={(event) => onChange({ value: event.currentTarget.value })}
          />
        )}
      </div>
    </>
  )
}

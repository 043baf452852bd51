import { ActionIcon, Button, Select, Switch, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Escalation, EscalationBody } from '../../../api/queries/annunciation.ts'
import { regionsQuery, subregionsQuery } from '../../../api/queries/sites.ts'
import { SEVERITIES, type Severity } from '../../../api/types.ts'
import { ChoiceSet } from '../../../components/choice-bar.tsx'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { FormSection } from '../../../components/side-form.tsx'
import { useForm } from '../../../components/use-form.ts'
import classes from '../annunciation/annunciation.module.css'
import { KeptForm } from './kept-form.tsx'
import { newStep, type StepDraft, StepFields, stepFrom, stepOf } from './step-fields.tsx'

interface ChainFormProps {
  chain: Escalation | null
  isReadOnly: boolean
  onClose: () => void
}

interface Fields extends Pick<EscalationBody, 'name' | 'severities'> {
  isEnabled: boolean
  /** "region|id", "subregion|id" or empty for everywhere. */
  place: string
  steps: readonly StepDraft[]
}

const ofChain = (chain: Escalation | null): Fields => ({
  name: chain?.name ?? '',
  isEnabled: chain?.is_enabled ?? true,
  severities: chain?.severities ?? ['critical', 'high'],
  place: chain?.place ? `${chain.place.kind}|${chain.place.id}` : '',
  steps: chain ? chain.steps.map(stepOf) : [newStep()],
})

export function ChainForm({ chain, isReadOnly, onClose }: ChainFormProps) {
  const { t } = useTranslation()
  const places = usePlaces()
  const { fields, change, fault, tryOut } = useForm(ofChain(chain), (now) => ({
    name: now.name.trim() ? null : t('form.required'),
    severities: now.severities.length > 0 ? null : t('form.required'),
    steps: now.steps.length > 0 && now.steps.every((step) => step.value.trim()) ? null : t('form.required'),
  }))
  const changeStep = (index: number, part: Partial<StepDraft>) =>
    change({ steps: fields.steps.map((step, at) => (at === index ? { ...step, ...part } : step)) })
  return (
    <KeptForm
      title={chain?.name ?? t('annunciation.chain.new')}
      path={chain ? `/alarms/escalations/${chain.id}` : '/alarms/escalations'}
      method={chain ? 'PUT' : 'POST'}
      body={() => (tryOut() ? bodyOf(fields) : null)}
      removal={chain && { name: chain.name, hint: t('annunciation.chain.deleteHint') }}
      isReadOnly={isReadOnly}
      onClose={onClose}
    >
      <FormSection>
        <TextInput
          label={t('annunciation.chain.name')}
          value={fields.name}
          error={fault('name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <ChoiceSet
          label={t('alarms.filter.severity')}
          choices={SEVERITIES.map((severity) => ({ key: severity, word: <SeverityWord severity={severity} /> }))}
          chosen={fields.severities}
          onChange={(severities) => change({ severities })}
        />
        <Select
          label={t('annunciation.chain.place')}
          data={[{ value: '', label: t('annunciation.chain.everywhere') }, ...places]}
          value={fields.place}
          onChange={(place) => change({ place: place ?? '' })}
        />
        <Switch
          label={t('state.enabled')}
          checked={fields.isEnabled}
          onChange={(event) => change({ isEnabled: event.currentTarget.checked })}
        />
      </FormSection>
      <FormSection title={t('annunciation.chain.steps')}>
        <p className="quiet">{t('annunciation.chain.stepsHint')}</p>
        {fields.steps.map((step, index) => (
          <div key={step.key} className={classes.step}>
            <StepFields step={step} fault={fault('steps')} onChange={(part) => changeStep(index, part)} />
            <ActionIcon
              size={36}
              aria-label={t('annunciation.chain.removeStep')}
              onClick={() => change({ steps: fields.steps.filter((_, at) => at !== index) })}
            >
              <IconTrash size={16} stroke={1.6} />
            </ActionIcon>
          </div>
        ))}
        <Button
          leftSection={<IconPlus size={16} stroke={1.8} />}
          onClick={() => change({ steps: [...fields.steps, newStep()] })}
        >
          {t('annunciation.chain.addStep')}
        </Button>
      </FormSection>
    </KeptForm>
  )
}

function usePlaces() {
  const regions = useQuery(regionsQuery)
  const subregions = useQuery(subregionsQuery)
  return [
    ...(regions.data ?? []).map(({ id, name }) => ({ value: `region|${id}`, label: name })),
    ...(subregions.data ?? []).map(({ id, name }) => ({ value: `subregion|${id}`, label: name })),
  ]
}

function SeverityWord({ severity }: { severity: Severity }) {
  const { t } = useTranslation()
  return (
    <>
      <SeverityMark severity={severity} size={15} isSilent />
      {t(`severity.${severity}`)}
    </>
  )
}

function bodyOf(fields: Fields): EscalationBody {
  const [kind, id = ''] = fields.place.split('|')
  return {
    name: fields.name.trim(),
    is_enabled: fields.isEnabled,
    severities: [...fields.severities],
    place: kind === 'region' || kind === 'subregion' ? { kind, id } : null,
    steps: fields.steps.map(stepFrom),
  }
}

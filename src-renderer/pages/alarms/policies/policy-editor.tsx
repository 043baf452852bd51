import { Switch, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDeletePolicy, useSavePolicy } from '../../../api/queries/policies.ts'
import { type Policy, SEVERITIES } from '../../../api/types.ts'
import { ChoiceBar } from '../../../components/choice-bar.tsx'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { ConditionFields } from './condition-fields.tsx'
import { DelayFields } from './delay-fields.tsx'
import { JudgementLine } from './judgement-line.tsx'
import { bodyOf, draftOf, newDraft, type PolicyDraft } from './policy-draft.ts'
import classes from './policy-editor.module.css'
import { policyFaults } from './policy-faults.ts'
import { ScheduleFields } from './schedule-fields.tsx'
import { SimulationPanel } from './simulation-panel.tsx'
import { TargetFields } from './target-fields.tsx'
import { usePolicyWords, useTargets } from './use-policy-words.ts'

interface PolicyEditorProps {
  policy: Policy | null
  isReadOnly: boolean
  onClose: () => void
  onSaved: (policy: Policy) => void
}

export function PolicyEditor({ policy, isReadOnly, onClose, onSaved }: PolicyEditorProps) {
  const { t } = useTranslation()
  const targets = useTargets()
  const words = usePolicyWords(targets)
  const [draft, setDraft] = useState<PolicyDraft>(() => (policy ? draftOf(policy) : newDraft()))
  const [isTried, setTried] = useState(false)
  const [isDeleting, setDeleting] = useState(false)
  const save = useSavePolicy()
  const remove = useDeletePolicy()
  const errorText = useErrorText(save.error)
  const faults = policyFaults(draft)
  const change = (part: Partial<PolicyDraft>) => setDraft((before) => ({ ...before, ...part }))
  const fault = (field: string) => {
    const word = isTried ? faults[field] : undefined
    return word ? t(word) : null
  }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(faults).length > 0) return
    save.mutate(
      { id: policy?.id ?? null, body: bodyOf(draft) },
      {
        onSuccess: (saved) => {
          toast(t('policies.saved'))
          onSaved(saved)
        },
      },
    )
  }
  return (
    <SideForm title={policy ? policy.name : t('policies.new')} onSubmit={submit} isReadOnly={isReadOnly}>
      <p className={classes.sentence} aria-live="polite">
        <span className="visually-hidden">{t('policies.sentenceLabel')}: </span>
        {words.sentence(draft)}
      </p>
      {policy?.is_enabled ? <JudgementLine policyId={policy.id} /> : null}
      <FormSection>
        <div className={classes.nameRow}>
          <TextInput
            label={t('policies.name')}
            value={draft.name}
            maxLength={200}
            error={fault('name')}
            autoFocus={!policy}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <Switch
            label={t('policies.enabled')}
            checked={draft.isEnabled}
            onChange={(event) => change({ isEnabled: event.currentTarget.checked })}
          />
        </div>
        <ChoiceBar
          label={t('policies.severity')}
          choices={SEVERITIES.map((key) => ({
            key,
            word: (
              <>
                <SeverityMark severity={key} size={15} isSilent />
                {t(`severity.${key}`)}
              </>
            ),
          }))}
          chosen={draft.severity}
          onChoose={(severity) => change({ severity })}
        />
      </FormSection>
      <FormSection title={t('policies.target')}>
        <TargetFields draft={draft} targets={targets} change={change} fault={fault} />
      </FormSection>
      <FormSection title={t('policies.condition')}>
        {draft.foreign ? (
          <p className="quiet">{t('policies.fault.unknown', { type: draft.foreign.type })}</p>
        ) : (
          <ConditionFields draft={draft} change={change} fault={fault} />
        )}
      </FormSection>
      <FormSection title={t('policies.delays')}>
        <DelayFields draft={draft} change={change} fault={fault} />
      </FormSection>
      <FormSection title={t('policies.schedule.title')}>
        <ScheduleFields draft={draft} change={change} fault={fault} />
      </FormSection>
      {draft.foreign ? null : (
        <SimulationPanel body={bodyOf(draft)} isFaulty={Object.keys(faults).length > 0} onTry={() => setTried(true)} />
      )}
      <FormFault text={save.isError ? errorText : null} />
      {isReadOnly ? null : (
        <FormButtons
          onDelete={policy ? () => setDeleting(true) : null}
          onCancel={onClose}
          isBusy={save.isPending}
          saveWord={t('action.save')}
        />
      )}
      {policy ? (
        <ConfirmAct
          isOpen={isDeleting}
          onClose={() => setDeleting(false)}
          title={t('form.confirmDelete', { name: policy.name })}
          verb={t('action.delete')}
          run={async () => {
            await remove.mutateAsync(policy.id)
            toast(t('policies.deleted'))
            onClose()
          }}
        >
          {t('policies.deleteHint')}
        </ConfirmAct>
      ) : null}
    </SideForm>
  )
}

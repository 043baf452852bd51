import { Textarea, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../../../components/error-state.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { useTrustKey } from '../queries.ts'

export function KeyForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const trust = useTrustKey()
  const errorText = useErrorText(trust.error)
  const { fields, change, fault, tryOut } = useForm({ name: '', publicKey: '' }, (draft) => ({
    name: draft.name.trim() ? null : t('form.required'),
    publicKey: faultOf(draft.publicKey),
  }))
  function faultOf(key: string): string | null {
    if (!key.trim()) return t('form.required')
    // The hub could derive the public key, but a private one must not travel at all.
    return key.includes('PRIVATE KEY') ? t('firmware.keys.private') : null
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!tryOut()) return
    const key = { name: fields.name.trim(), public_key: fields.publicKey.trim() }
    trust.mutate(key, {
      onSuccess: () => {
        toast(t('firmware.keys.trusted', { name: key.name }))
        onClose()
      },
    })
  }
  return (
    <SideForm title={t('firmware.keys.add')} onSubmit={submit}>
      <FormSection>
        <p className="quiet">{t('firmware.keys.addHint')}</p>
        <TextInput
          label={t('firmware.fields.name')}
          placeholder={t('firmware.keys.namePlaceholder')}
          value={fields.name}
          error={fault('name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Textarea
          label={t('firmware.keys.publicKey')}
          description={t('firmware.keys.publicKeyHint')}
          placeholder="-----BEGIN PUBLIC KEY-----"
          autosize
          minRows={4}
          spellCheck={false}
          classNames={{ input: 'mono' }}
          value={fields.publicKey}
          error={fault('publicKey')}
          onChange={(event) => change({ publicKey: event.currentTarget.value })}
        />
      </FormSection>
      <FormFault text={trust.isError ? errorText : null} />
      <FormButtons saveWord={t('firmware.keys.trust')} isBusy={trust.isPending} onCancel={onClose} />
    </SideForm>
  )
}

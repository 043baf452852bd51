import { Select, Switch, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { subregionsQuery, useDeleteGateway, useSaveGateway } from '../../../api/queries/sites.ts'
import { GATEWAY_TYPES, type Gateway, type GatewayType, type NewGateway } from '../../../api/types.ts'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { type ConnectionDraft, connectionBody, draftFrom, FIRST_CONNECTION, missingField } from './connection-draft.ts'
import { ConnectionFields } from './connection-fields.tsx'

interface GatewayFormProps {
  gateway: Gateway | null
  isReadOnly: boolean
  onClose: () => void
  onCreated: (gateway: NewGateway) => void
}

export function GatewayForm({ gateway, isReadOnly, onClose, onCreated }: GatewayFormProps) {
  const { t } = useTranslation()
  const subregions = useQuery(subregionsQuery)
  const save = useSaveGateway()
  const remove = useDeleteGateway()
  const errorText = useErrorText(save.error)
  const [isDeleting, setDeleting] = useState(false)
  const form = useForm(
    {
      name: gateway?.name ?? '',
      type: gateway?.type ?? ('modbus_tcp' as GatewayType),
      subregionId: gateway?.subregion_id ?? '',
      isEnabled: gateway?.is_enabled ?? true,
      connection: gateway ? draftFrom(gateway.type, gateway.connection) : FIRST_CONNECTION.modbus_tcp,
    },
    (fields) => ({
      name: fields.name.trim() ? null : t('form.required'),
      connection: missingField(fields.type, fields.connection) ? t('form.required') : null,
    }),
  )
  const { fields, change, fault } = form
  const changeConnection = (part: ConnectionDraft) => change({ connection: { ...fields.connection, ...part } })

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!form.tryOut()) return
    const body = {
      name: fields.name.trim(),
      subregion_id: fields.subregionId || null,
      is_enabled: fields.isEnabled,
      connection: connectionBody(fields.type, fields.connection),
    }
    save.mutate(
      { id: gateway?.id ?? null, body: gateway ? body : { ...body, type: fields.type } },
      {
        onSuccess: (saved) => {
          toast(t('admin.gateways.saved'))
          if (gateway) onClose()
          else onCreated(saved)
        },
      },
    )
  }
  return (
    <SideForm title={gateway?.name ?? t('admin.gateways.new')} onSubmit={submit} isReadOnly={isReadOnly}>
      <FormSection>
        <TextInput
          label={t('admin.gateways.name')}
          autoFocus={!gateway}
          value={fields.name}
          error={fault('name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label={t('admin.gateways.subregion')}
          data={(subregions.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          placeholder={t('form.none')}
          searchable
          clearable
          value={fields.subregionId || null}
          onChange={(subregionId) => change({ subregionId: subregionId ?? '' })}
        />
        <Switch
          label={t('admin.gateways.enabled')}
          checked={fields.isEnabled}
          onChange={(event) => change({ isEnabled: event.currentTarget.checked })}
        />
      </FormSection>
      <FormSection title={t('admin.gateways.connection')}>
        <Select
          label={t('admin.gateways.type')}
          description={gateway ? t('admin.gateways.typeFixed') : undefined}
          data={GATEWAY_TYPES.map((type) => ({ value: type, label: t(`gatewayType.${type}`) }))}
          disabled={gateway !== null}
          value={fields.type}
          onChange={(value) => {
            const type = GATEWAY_TYPES.find((one) => one === value)
            if (type) change({ type, connection: { ...FIRST_CONNECTION[type] } })
          }}
        />
        <ConnectionFields
          type={fields.type}
          draft={fields.connection}
          change={changeConnection}
          fault={(field) => (field === missingField(fields.type, fields.connection) ? fault('connection') : null)}
        />
      </FormSection>
      <FormFault text={save.isError ? errorText : null} />
      {isReadOnly ? null : (
        <FormButtons
          saveWord={t('action.save')}
          isBusy={save.isPending}
          onCancel={onClose}
          onDelete={gateway ? () => setDeleting(true) : null}
        />
      )}
      {gateway ? (
        <ConfirmAct
          isOpen={isDeleting}
          onClose={() => setDeleting(false)}
          title={t('form.confirmDelete', { name: gateway.name })}
          verb={t('action.delete')}
          run={async () => {
            await remove.mutateAsync(gateway.id)
            toast(t('admin.gateways.deleted'))
            onClose()
          }}
        >
          {t('admin.gateways.deleteHint')}
        </ConfirmAct>
      ) : null}
    </SideForm>
  )
}

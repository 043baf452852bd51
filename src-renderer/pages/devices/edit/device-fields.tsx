import { NumberInput, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { deviceIndexQuery } from '../../../api/queries/devices.ts'
import { subregionsQuery } from '../../../api/queries/sites.ts'
import { DEVICE_TYPES, type Gateway } from '../../../api/types.ts'
import { addressing, type DeviceDraft } from '../model/device-draft.ts'
import classes from './device-form.module.css'
import { TemplatePicker } from './template-picker.tsx'

interface DeviceFieldsProps {
  draft: DeviceDraft
  deviceId: string | null
  gateways: readonly Gateway[]
  gateway: Gateway | undefined
  faultText: (key: keyof DeviceDraft) => string | null
  onChange: (change: Partial<DeviceDraft>) => void
}

export function DeviceFields({ draft, deviceId, gateways, gateway, faultText, onChange }: DeviceFieldsProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.fields}>
      <TextInput
        className={classes.wide}
        label={t('devices.form.name')}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={faultText('name')}
        maxLength={200}
        required
        data-autofocus
      />
      <Select
        label={t('devices.form.gateway')}
        value={draft.gatewayId || null}
        onChange={(value) => onChange({ gatewayId: value ?? '' })}
        data={gateways.map((one) => ({ value: one.id, label: `${one.name} · ${t(`gatewayType.${one.type}`)}` }))}
        error={faultText('gatewayId')}
        searchable
        required
      />
      <Select
        label={t('devices.form.type')}
        value={draft.type}
        onChange={(value) => onChange({ type: DEVICE_TYPES.find((type) => type === value) ?? draft.type })}
        data={DEVICE_TYPES.map((value) => ({ value: value as string, label: t(`deviceType.${value}`) }))}
      />
      <Addressing draft={draft} gateway={gateway} faultText={faultText} onChange={onChange} />
      <TemplatePicker
        className={classes.wide}
        value={draft.templateId}
        onChange={(templateId) => onChange({ templateId })}
        error={faultText('templateId')}
      />
      <Relations draft={draft} deviceId={deviceId} onChange={onChange} />
      <Position draft={draft} faultText={faultText} onChange={onChange} />
    </div>
  )
}

type Part = Pick<DeviceFieldsProps, 'draft' | 'onChange' | 'faultText'>

function Addressing({ draft, gateway, faultText, onChange }: Part & { gateway: Gateway | undefined }) {
  const { t } = useTranslation()
  const how = addressing(gateway?.type)
  const client = typeof gateway?.connection.client_id === 'string' ? gateway.connection.client_id : '…'
  return (
    <>
      {how === 'slave' ? (
        <NumberInput
          label={t('devices.form.slaveId')}
          description={t('devices.form.slaveIdHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={draft.slaveId}
          onChange={(slaveId) => onChange({ slaveId })}
          error={faultText('slaveId')}
          allowDecimal={false}
          allowNegative={false}
          required
        />
      ) : null}
      {how === 'external' ? (
        <TextInput
          label={t('devices.form.externalId')}
          description={t('devices.form.externalIdHint', { client, id: draft.externalId || '…' })}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={draft.externalId}
          onChange={(event) => onChange({ externalId: event.currentTarget.value })}
          error={faultText('externalId')}
          maxLength={100}
        />
      ) : null}
      {how === 'slave' ? (
        <NumberInput
          label={t('devices.form.period')}
          value={draft.period}
          onChange={(period) => onChange({ period })}
          error={faultText('period')}
          placeholder={t('form.optional')}
          min={0}
        />
      ) : null}
    </>
  )
}

function Relations({ draft, deviceId, onChange }: Omit<Part, 'faultText'> & { deviceId: string | null }) {
  const { t } = useTranslation()
  const subregions = useQuery(subregionsQuery).data ?? []
  const devices = useQuery(deviceIndexQuery).data ?? []
  const parents = devices.filter((one) => one.gateway_id === draft.gatewayId && one.id !== deviceId)
  return (
    <>
      <Select
        label={t('devices.form.subregion')}
        value={draft.subregionId}
        onChange={(value) => onChange({ subregionId: value ?? '' })}
        data={[
          { value: '', label: t('devices.form.fromGateway') },
          ...subregions.map((one) => ({ value: one.id, label: one.name })),
        ]}
        searchable
      />
      <Select
        label={t('devices.form.parent')}
        value={draft.parentId}
        onChange={(value) => onChange({ parentId: value ?? '' })}
        data={[
          { value: '', label: t('devices.form.noParent') },
          ...parents.map((one) => ({ value: one.id, label: one.name })),
        ]}
        limit={100}
        searchable
      />
    </>
  )
}

function Position({ draft, faultText, onChange }: Part) {
  const { t } = useTranslation()
  return (
    <>
      <NumberInput
        label={t('devices.form.latitude')}
        value={draft.latitude}
        onChange={(latitude) => onChange({ latitude })}
        error={faultText('latitude')}
        placeholder={t('form.optional')}
        decimalScale={7}
        hideControls
      />
      <NumberInput
        label={t('devices.form.longitude')}
        value={draft.longitude}
        onChange={(longitude) => onChange({ longitude })}
        error={faultText('longitude')}
        placeholder={t('form.optional')}
        decimalScale={7}
        hideControls
      />
    </>
  )
}

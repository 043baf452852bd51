import { Autocomplete, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { serialPortsQuery } from '../../../api/queries/sites.ts'
import type { GatewayType } from '../../../api/types.ts'
import { NumberField } from '../../../components/number-field.tsx'
import {
  BAUD_RATES,
  type ConnectionDraft,
  type ConnectionField,
  fieldsOf,
  PARITIES,
  TRANSPORTS,
} from './connection-draft.ts'
import classes from './gateways.module.css'

interface ConnectionFieldsProps {
  type: GatewayType
  draft: ConnectionDraft
  change: (part: ConnectionDraft) => void
  /** The field that is missing, and the word for it. */
  fault: (field: ConnectionField) => string | null
}

export function ConnectionFields(props: ConnectionFieldsProps) {
  return (
    <div className={classes.fields}>
      {fieldsOf(props.type, props.draft).map((field) => (
        <div key={field} data-field={field}>
          {FIELD_VIEWS[field]({ ...props, field })}
        </div>
      ))}
    </div>
  )
}

interface OneFieldProps extends ConnectionFieldsProps {
  field: ConnectionField
}

function TextField({ field, draft, change, fault }: OneFieldProps) {
  const { t } = useTranslation()
  return (
    <TextInput
      label={t(`admin.gateways.field.${field}`)}
      value={String(draft[field] ?? '')}
      error={fault(field)}
      spellCheck={false}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  )
}

function PortField({ field, draft, change, fault }: OneFieldProps) {
  const { t } = useTranslation()
  return (
    <NumberField
      label={t(`admin.gateways.field.${field}`)}
      value={draft[field] ?? ''}
      min={1}
      max={65_535}
      allowDecimal={false}
      thousandSeparator=""
      error={fault(field)}
      onChange={(value) => change({ [field]: value })}
    />
  )
}

function SerialPathField({ field, draft, change, fault }: OneFieldProps) {
  const { t } = useTranslation()
  const ports = useQuery(serialPortsQuery)
  return (
    <Autocomplete
      label={t(`admin.gateways.field.${field}`)}
      data={(ports.data ?? []).map((port) => port.path)}
      renderOption={({ option }) => {
        const label = ports.data?.find((port) => port.path === option.value)?.label
        return (
          <span>
            <span className="mono">{option.value}</span> <span className="quiet">{label}</span>
          </span>
        )
      }}
      placeholder="/dev/ttyUSB0"
      value={String(draft[field] ?? '')}
      error={fault(field)}
      onChange={(value) => change({ [field]: value })}
    />
  )
}

function ChoiceField(
  props: OneFieldProps & { choices: readonly { value: string; label: string }[]; isNumber: boolean },
) {
  const { t } = useTranslation()
  const { field, draft, change, choices, isNumber } = props
  return (
    <Select
      label={t(`admin.gateways.field.${field}`)}
      data={choices}
      value={String(draft[field] ?? '')}
      onChange={(value) => {
        if (value !== null) change({ [field]: isNumber ? Number(value) : value })
      }}
    />
  )
}

const plainChoices = (values: readonly number[]) =>
  values.map((value) => ({ value: String(value), label: String(value) }))

function ParityField(props: OneFieldProps) {
  const { t } = useTranslation()
  const choices = PARITIES.map((value) => ({ value, label: t(`admin.gateways.parity.${value}`) }))
  return <ChoiceField {...props} choices={choices} isNumber={false} />
}

function TransportField(props: OneFieldProps) {
  const { t } = useTranslation()
  const choices = TRANSPORTS.map((value) => ({ value, label: t(`admin.gateways.transport.${value}`) }))
  return <ChoiceField {...props} choices={choices} isNumber={false} />
}

const FIELD_VIEWS: Record<ConnectionField, (props: OneFieldProps) => ReactNode> = {
  host: (props) => <TextField {...props} />,
  port: (props) => <PortField {...props} />,
  path: (props) => <SerialPathField {...props} />,
  baud_rate: (props) => <ChoiceField {...props} choices={plainChoices(BAUD_RATES)} isNumber />,
  parity: (props) => <ParityField {...props} />,
  data_bits: (props) => <ChoiceField {...props} choices={plainChoices([7, 8])} isNumber />,
  stop_bits: (props) => <ChoiceField {...props} choices={plainChoices([1, 2])} isNumber />,
  client_id: (props) => <TextField {...props} />,
  base_topic: (props) => <TextField {...props} />,
  transport: (props) => <TransportField {...props} />,
}

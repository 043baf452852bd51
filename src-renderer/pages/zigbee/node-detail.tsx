import { Button, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { deviceIndexQuery } from '../../api/queries/devices.ts'
import { subregionsQuery } from '../../api/queries/sites.ts'
import { ConfirmAct } from '../../components/confirm-act.tsx'
import { useErrorText } from '../../components/error-state.tsx'
import { Fact, Facts } from '../../components/facts.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../components/side-form.tsx'
import { StateWord } from '../../components/state-word.tsx'
import { toast } from '../../components/toast.tsx'
import { useForm } from '../../components/use-form.ts'
import { useFormat } from '../../format/use-format.ts'
import { useNodeState } from './node-list.tsx'
import { useAdopt, useExpel, zigbeeNodesQuery } from './queries.ts'
import type { ZigbeeGateway, ZigbeeNode } from './wire.ts'
import classes from './zigbee.module.css'

interface NodeDetailProps {
  gateway: ZigbeeGateway
  ieee: string
  canWrite: boolean
  onClose: () => void
}

export function NodeDetail({ gateway, ieee, canWrite, onClose }: NodeDetailProps) {
  const { t } = useTranslation()
  const nodes = useQuery(zigbeeNodesQuery(gateway.id))
  const node = nodes.data?.find((one) => one.ieee_address === ieee)
  const expel = useExpel(gateway.id)
  const [isExpelling, setExpelling] = useState(false)
  if (!node) return null
  return (
    <div className={classes.detail}>
      {node.device_id === null && canWrite && node.interview === 'successful' ? (
        <AdoptForm gateway={gateway} node={node} onClose={onClose} />
      ) : (
        <h2 className={classes.detailTitle}>{node.device_name ?? node.friendly_name}</h2>
      )}
      <NodeFacts node={node} />
      {node.device_id ? (
        <Button component={Link} to={`/devices/${node.device_id}`} variant="filled" h={40}>
          {t('zigbee.adopt.open')}
        </Button>
      ) : null}
      {canWrite ? <Button onClick={() => setExpelling(true)}>{t('zigbee.expel')}</Button> : null}
      <ConfirmAct
        isOpen={isExpelling}
        onClose={() => setExpelling(false)}
        title={t('zigbee.expelTitle', { name: node.device_name ?? node.friendly_name })}
        verb={t('zigbee.expel')}
        run={async () => {
          await expel.mutateAsync(ieee)
          toast(t('zigbee.expelled'))
          onClose()
        }}
      >
        {t('zigbee.expelHint')}
      </ConfirmAct>
    </div>
  )
}

function NodeFacts({ node }: { node: ZigbeeNode }) {
  const { t } = useTranslation()
  const format = useFormat()
  const state = useNodeState()(node)
  return (
    <Facts>
      <Fact name={t('zigbee.column.state')}>
        <StateWord shape={state.shape}>{state.word}</StateWord>
      </Fact>
      <Fact name={t('zigbee.column.make')}>{[node.vendor, node.model].filter(Boolean).join(' ') || '—'}</Fact>
      <Fact name={t('zigbee.column.power')}>{t(node.is_battery ? 'zigbee.battery' : 'zigbee.mains')}</Fact>
      <Fact name={t('zigbee.column.quality')}>{node.link_quality === null ? '—' : `${node.link_quality} LQI`}</Fact>
      <Fact name={t('zigbee.column.lastSeen')}>{format.time(node.last_seen)}</Fact>
      <Fact name={t('zigbee.adopt.measures')}>{node.properties.map(({ property }) => property).join(', ') || '—'}</Fact>
      <Fact name={t('zigbee.column.address')}>
        <span className="mono">{node.ieee_address}</span>
      </Fact>
    </Facts>
  )
}

function AdoptForm({ gateway, node, onClose }: { gateway: ZigbeeGateway; node: ZigbeeNode; onClose: () => void }) {
  const { t } = useTranslation()
  const subregions = useQuery(subregionsQuery)
  const devices = useQuery(deviceIndexQuery)
  const adopt = useAdopt(gateway.id)
  const errorText = useErrorText(adopt.error)
  const isNamed = node.friendly_name !== node.ieee_address
  const form = useForm(
    { name: isNamed ? node.friendly_name : (node.description ?? ''), place: gateway.subregion_id ?? '', parent: '' },
    ({ name }) => ({ name: name.trim() ? null : t('form.required') }),
  )
  const { fields, change, fault } = form
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!form.tryOut()) return
    const name = fields.name.trim()
    const body = { name, subregion_id: fields.place || null, parent_id: fields.parent || null }
    adopt.mutate({ ieee: node.ieee_address, body }, { onSuccess: () => toast(t('zigbee.adopt.added', { name })) })
  }
  return (
    <SideForm title={t('zigbee.adopt.title')} onSubmit={submit}>
      <FormSection>
        <TextInput
          label={t('zigbee.adopt.name')}
          autoFocus
          value={fields.name}
          error={fault('name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label={t('zigbee.adopt.place')}
          placeholder={t('zigbee.adopt.none')}
          clearable
          data={(subregions.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={fields.place || null}
          onChange={(place) => change({ place: place ?? '' })}
        />
        <Select
          label={`${t('zigbee.adopt.parent')} (${t('form.optional')})`}
          placeholder={t('zigbee.adopt.none')}
          clearable
          searchable
          limit={50}
          data={(devices.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={fields.parent || null}
          onChange={(parent) => change({ parent: parent ?? '' })}
        />
      </FormSection>
      <FormFault text={adopt.isError ? errorText : null} />
      <FormButtons saveWord={t('zigbee.adopt.add')} isBusy={adopt.isPending} onCancel={onClose} />
    </SideForm>
  )
}

import { Button, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { subregionsQuery } from '../../api/queries/sites.ts'
import type { NewGateway } from '../../api/types.ts'
import { ChoiceBar } from '../../components/choice-bar.tsx'
import { useErrorText } from '../../components/error-state.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../components/side-form.tsx'
import { useForm } from '../../components/use-form.ts'
import { useFormat } from '../../format/use-format.ts'
import { useNow } from '../../format/use-now.ts'
import { MqttCredentials } from '../admin/gateways/mqtt-credentials.tsx'
import { useAddBridge, useCancelClaim, useGenerateClaim } from './queries.ts'
import type { ClaimCode } from './wire.ts'
import classes from './zigbee.module.css'

interface ConnectFormProps {
  onClose: () => void
  onMade: (gatewayId: string) => void
}

/** An unmodified Zigbee2MQTT is given its settings; a gateway that knows Quaywatch is given a code. */
export function ConnectForm({ onClose, onMade }: ConnectFormProps) {
  const { t } = useTranslation()
  const [way, setWay] = useState<'config' | 'code'>('config')
  const [made, setMade] = useState<NewGateway | null>(null)
  const [claim, setClaim] = useState<ClaimCode | null>(null)
  const subregions = useQuery(subregionsQuery)
  const add = useAddBridge()
  const generate = useGenerateClaim()
  const act = way === 'config' ? add : generate
  const errorText = useErrorText(act.error)
  const form = useForm({ name: 'Zigbee', topic: 'zigbee2mqtt', place: '' }, ({ name, topic }) => ({
    name: name.trim() ? null : t('form.required'),
    topic: way === 'code' || topic.trim() ? null : t('form.required'),
  }))
  const { fields, change, fault } = form

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (!form.tryOut()) return
    const place = { name: fields.name.trim(), subregion_id: fields.place || null }
    if (way === 'code') return generate.mutate(place, { onSuccess: setClaim })
    add.mutate({ ...place, type: 'zigbee', connection: { base_topic: fields.topic.trim() } }, { onSuccess: setMade })
  }
  if (claim) return <CodeShown claim={claim} onAgain={() => submit()} onClose={onClose} />
  return (
    <SideForm title={t('zigbee.claim.title')} onSubmit={submit}>
      <FormSection>
        <ChoiceBar
          label={t('zigbee.claim.how')}
          choices={[
            { key: 'config', word: t('zigbee.claim.byConfig') },
            { key: 'code', word: t('zigbee.claim.byCode') },
          ]}
          chosen={way}
          onChoose={setWay}
        />
        <TextInput
          label={t('zigbee.claim.name')}
          autoFocus
          value={fields.name}
          error={fault('name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        {way === 'config' ? (
          <TextInput
            label={t('zigbee.claim.topic')}
            value={fields.topic}
            error={fault('topic')}
            onChange={(event) => change({ topic: event.currentTarget.value })}
          />
        ) : null}
        <Select
          label={`${t('zigbee.claim.place')} (${t('form.optional')})`}
          clearable
          data={(subregions.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={fields.place || null}
          onChange={(place) => change({ place: place ?? '' })}
        />
      </FormSection>
      <FormFault text={act.isError ? errorText : null} />
      <FormButtons
        saveWord={t(way === 'config' ? 'zigbee.claim.make' : 'zigbee.claim.makeCode')}
        isBusy={act.isPending}
        onCancel={onClose}
      />
      {made ? (
        <MqttCredentials
          gateway={made}
          onClose={() => {
            onMade(made.id)
            onClose()
          }}
        />
      ) : null}
    </SideForm>
  )
}

interface CodeShownProps {
  claim: ClaimCode
  onAgain: () => void
  onClose: () => void
}

function CodeShown({ claim, onAgain, onClose }: CodeShownProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const cancel = useCancelClaim()
  const leftMs = Date.parse(claim.expires_at) - now
  return (
    <div className={classes.detail}>
      <h2 className={classes.detailTitle}>{t('zigbee.claim.title')}</h2>
      <p className={classes.code}>{claim.code}</p>
      <p role="timer">
        {leftMs > 0 ? t('zigbee.claim.validFor', { time: format.age(leftMs) }) : t('zigbee.claim.expired')}
      </p>
      <p className="quiet">{t('zigbee.claim.codeHint')}</p>
      {leftMs > 0 ? (
        <Button onClick={() => cancel.mutate(claim.id, { onSuccess: onClose })}>{t('zigbee.claim.revoke')}</Button>
      ) : (
        <Button variant="filled" onClick={onAgain}>
          {t('zigbee.claim.again')}
        </Button>
      )}
      <Button onClick={onClose}>{t('action.close')}</Button>
    </div>
  )
}

import { Button, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { CopyFact, CopyFacts, SecretFact } from '../../../components/copy-facts.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { type BrokerWebhooks, brokerWebhooksQuery, useChangeBrokerWebhooks } from './broker-queries.ts'

export function BrokerDrawer({ onClose }: { onClose: () => void }) {
  const query = useQuery(brokerWebhooksQuery)
  return <Loaded query={query}>{(webhooks) => <BrokerForm webhooks={webhooks} onClose={onClose} />}</Loaded>
}

/** What is entered in EMQX, so that it tells of gateways that come and go, and from where that is believed. */
function BrokerForm({ webhooks, onClose }: { webhooks: BrokerWebhooks; onClose: () => void }) {
  const { t } = useTranslation()
  const save = useChangeBrokerWebhooks()
  const renew = useChangeBrokerWebhooks()
  const errorText = useErrorText(save.error)
  const [addresses, setAddresses] = useState(webhooks.allowed_addresses.join('\n'))
  const [isRenewing, setRenewing] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(
      { allowed_addresses: addresses.split(/[\s,;]+/).filter(Boolean) },
      {
        onSuccess: (now) => {
          setAddresses(now.allowed_addresses.join('\n'))
          toast(t('gatewayConfig.broker.saved'))
        },
      },
    )
  }
  return (
    <SideForm title={t('gatewayConfig.broker.title')} onSubmit={submit}>
      <FormSection>
        <p className="quiet">{t('gatewayConfig.broker.hint')}</p>
        <CopyFacts>
          <CopyFact name={t('gatewayConfig.broker.header')} text={webhooks.header} />
          <SecretFact name={t('gatewayConfig.broker.secret')} text={webhooks.secret} />
        </CopyFacts>
        <div>
          <Button size="compact-sm" onClick={() => setRenewing(true)}>
            {t('gatewayConfig.broker.renew')}
          </Button>
        </div>
      </FormSection>
      {(['connected', 'disconnected'] as const).map((event) => (
        <FormSection key={event} title={t(`gatewayConfig.broker.event.${event}`)}>
          <CopyFacts>
            <CopyFact name={t('gatewayConfig.broker.url')} text={webhooks[`${event}_url`]} />
            <CopyFact name={t('gatewayConfig.broker.rule')} text={webhooks.rules[event]} />
          </CopyFacts>
        </FormSection>
      ))}
      <FormSection>
        <Textarea
          label={t('gatewayConfig.broker.allowed')}
          description={t('gatewayConfig.broker.allowedHint')}
          autosize
          minRows={2}
          spellCheck={false}
          classNames={{ input: 'mono' }}
          value={addresses}
          onChange={(event) => setAddresses(event.currentTarget.value)}
        />
      </FormSection>
      <FormFault text={save.isError ? errorText : null} />
      <FormButtons saveWord={t('action.save')} isBusy={save.isPending} onCancel={onClose} />
      <ConfirmAct
        isOpen={isRenewing}
        onClose={() => setRenewing(false)}
        title={t('gatewayConfig.broker.renew')}
        verb={t('gatewayConfig.broker.renew')}
        run={async () => {
          await renew.mutateAsync({ renew_secret: true })
          toast(t('gatewayConfig.broker.renewed'))
        }}
      >
        {t('gatewayConfig.broker.renewHint')}
      </ConfirmAct>
    </SideForm>
  )
}

import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAnnunciationChange } from '../../../api/queries/annunciation.ts'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { CopyFact, CopyFacts } from '../../../components/copy-facts.tsx'
import classes from './settings.module.css'

/** Receivers check by this key that a webhook is ours. It can be made anew, and is seen only then. */
export function WebhookKey() {
  const { t } = useTranslation()
  const renew = useAnnunciationChange<{ key: string }>()
  const [isAsked, setAsked] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  return (
    <section className={classes.key}>
      <h2>{t('annunciation.webhookKey.title')}</h2>
      <p className="quiet">{t('annunciation.webhookKey.hint')}</p>
      <code className={classes.formula}>{'X-Quaywatch-Signature: t={s},v1=hex(HMAC-SHA256(key, "{s}.{body}"))'}</code>
      <div>
        <Button onClick={() => setAsked(true)}>{t('annunciation.webhookKey.renew')}</Button>
      </div>
      <ConfirmAct
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t('annunciation.webhookKey.renew')}
        verb={t('annunciation.webhookKey.renew')}
        run={async () => {
          const { key } = await renew.mutateAsync({ method: 'POST', path: '/alarms/webhook-key' })
          setMade(key)
        }}
      >
        {t('annunciation.webhookKey.renewHint')}
      </ConfirmAct>
      {made === null ? null : <MadeKey text={made} onClose={() => setMade(null)} />}
    </section>
  )
}

/** Closing takes the button: a stray click outside does not lose the key. */
function MadeKey({ text, onClose }: { text: string; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('annunciation.webhookKey.title')}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      size={560}
    >
      <p className={classes.once}>{t('annunciation.webhookKey.once')}</p>
      <CopyFacts>
        <CopyFact name={t('annunciation.webhookKey.key')} text={text} />
      </CopyFacts>
      <Button variant="filled" mt={16} fullWidth onClick={onClose} h={40}>
        {t('admin.gateways.credentials.done')}
      </Button>
    </Modal>
  )
}

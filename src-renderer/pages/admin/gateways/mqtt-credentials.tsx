import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../../api/queries/session.ts'
import { systemQuery } from '../../../api/queries/system.ts'
import type { NewGateway } from '../../../api/types.ts'
import { CopyButton } from '../../../components/copy-button.tsx'
import { CopyFact, CopyFacts } from '../../../components/copy-facts.tsx'
import { bridgeConfig } from '../../zigbee/bridge-config.ts'
import classes from './gateways.module.css'
import { publishExample } from './publish-example.ts'

interface MqttCredentialsProps {
  gateway: NewGateway
  onClose: () => void
}

/** The password exists in clear only here and now. Closing takes the button: a stray click outside does not. */
export function MqttCredentials({ gateway, onClose }: MqttCredentialsProps) {
  const { t } = useTranslation()
  const may = useMay()
  const system = useQuery({ ...systemQuery, enabled: may('system:read'), refetchInterval: false })
  const username = gateway.username ?? ''
  const password = gateway.password ?? ''
  const isBridge = gateway.type === 'zigbee'
  const access = { mqttUrl: system.data?.mqtt_url ?? null, username, password }
  const example = isBridge
    ? bridgeConfig({ ...access, baseTopic: String(gateway.connection.base_topic ?? '') })
    : publishExample({ ...access, clientId: String(gateway.connection.client_id ?? '') })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('admin.gateways.credentials.title')}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      size={600}
    >
      <p className={classes.once}>{t('admin.gateways.credentials.once')}</p>
      <div className={classes.secret}>
        <CopyFacts>
          <CopyFact name={t('admin.gateways.credentials.username')} text={username} />
          <CopyFact name={t('admin.gateways.credentials.password')} text={password} />
        </CopyFacts>
      </div>
      <h3 className={classes.exampleTitle}>
        {t(isBridge ? 'zigbee.claim.configHint' : 'admin.gateways.credentials.example')}
      </h3>
      <div className={classes.command}>
        {example}
        <CopyButton text={example} />
      </div>
      <Button variant="filled" mt={16} fullWidth onClick={onClose} h={40}>
        {t('admin.gateways.credentials.done')}
      </Button>
    </Modal>
  )
}

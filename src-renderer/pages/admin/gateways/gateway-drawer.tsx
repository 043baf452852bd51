import { useTranslation } from 'react-i18next'
import type { Gateway } from '../../../api/types.ts'
import { ChoiceBar } from '../../../components/choice-bar.tsx'
import { useUrlState } from '../../../components/use-url-state.ts'
import classes from './config-panel.module.css'
import { ConfigPanel } from './config-panel.tsx'
import { GatewayForm } from './gateway-form.tsx'

const PARTS = ['gateway', 'config'] as const

/** A gateway that is there: how it is reached, and what it should run. */
export function GatewayDrawer({
  gateway,
  canWrite,
  onClose,
}: {
  gateway: Gateway
  canWrite: boolean
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [chosen, choose] = useUrlState('part', 'gateway')
  const part = PARTS.find((one) => one === chosen) ?? 'gateway'
  return (
    <>
      <div className={classes.tabs}>
        <ChoiceBar
          label={t('gatewayConfig.tabs.label')}
          choices={PARTS.map((key) => ({ key, word: t(`gatewayConfig.tabs.${key}`) }))}
          chosen={part}
          onChoose={choose}
        />
      </div>
      {part === 'config' ? (
        <ConfigPanel gatewayId={gateway.id} canWrite={canWrite} />
      ) : (
        <GatewayForm gateway={gateway} isReadOnly={!canWrite} onClose={onClose} onCreated={onClose} />
      )}
    </>
  )
}

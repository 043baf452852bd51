import { useTranslation } from 'react-i18next'
import { StateWord } from './state-word.tsx'

interface LinkWordProps {
  isOnline: boolean
  lastSeen: string | null
  isEnabled?: boolean
}

/** Online, offline, never seen or switched off, for a device or a gateway. */
export function LinkWord({ isOnline, lastSeen, isEnabled = true }: LinkWordProps) {
  const { t } = useTranslation()
  if (!isEnabled) return <StateWord shape="empty">{t('state.disabled')}</StateWord>
  if (isOnline) return <StateWord shape="full">{t('state.online')}</StateWord>
  return <StateWord shape="cross">{lastSeen ? t('state.offline') : t('state.never')}</StateWord>
}

import { useTranslation } from 'react-i18next'
import { NavLink, useLocation } from 'react-router'
import { SectionTabs } from '../../components/section-tabs.tsx'
import { SigningView } from './signing/signing-view.tsx'
import { RolloutsView } from './updates/rollouts-view.tsx'
import { UpdatesView } from './updates/updates-view.tsx'
import { VersionsView } from './versions/versions-view.tsx'

export default function FirmwarePage() {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const tabs = (
    <SectionTabs label={t('firmware.title')}>
      <NavLink to="/firmware" end>
        {t('firmware.tabs.versions')}
      </NavLink>
      <NavLink to="/firmware/rollouts">{t('firmware.tabs.rollouts')}</NavLink>
      <NavLink to="/firmware/updates">{t('firmware.tabs.updates')}</NavLink>
      <NavLink to="/firmware/signing">{t('firmware.tabs.signing')}</NavLink>
    </SectionTabs>
  )
  if (pathname.startsWith('/firmware/rollouts')) return <RolloutsView tabs={tabs} />
  if (pathname.startsWith('/firmware/updates')) return <UpdatesView tabs={tabs} />
  if (pathname.startsWith('/firmware/signing')) return <SigningView tabs={tabs} />
  return <VersionsView tabs={tabs} />
}

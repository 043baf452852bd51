import { useTranslation } from 'react-i18next'
import { NavLink, useLocation } from 'react-router'
import { SectionTabs } from '../../components/section-tabs.tsx'
import { IncidentsView } from './incidents/incidents-view.tsx'
import { PoliciesView } from './policies/policies-view.tsx'

export default function AlarmsPage() {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const tabs = (
    <SectionTabs label={t('alarms.title')}>
      <NavLink to="/alarms" end>
        {t('alarms.tabs.incidents')}
      </NavLink>
      <NavLink to="/alarms/policies">{t('alarms.tabs.policies')}</NavLink>
    </SectionTabs>
  )
  return pathname.startsWith('/alarms/policies') ? <PoliciesView tabs={tabs} /> : <IncidentsView tabs={tabs} />
}

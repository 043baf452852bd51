import type { ComponentType, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink, useLocation } from 'react-router'
import { SectionTabs } from '../../components/section-tabs.tsx'
import { EscalationView } from './escalation/escalation-view.tsx'
import { FloodView } from './flood/flood-view.tsx'
import { IncidentsView } from './incidents/incidents-view.tsx'
import { MaintenanceView } from './maintenance/maintenance-view.tsx'
import { PerformanceView } from './performance/performance-view.tsx'
import { PoliciesView } from './policies/policies-view.tsx'

/** The list of incidents is the page itself; the others have a word below it. */
const VIEWS: Readonly<Record<string, ComponentType<{ tabs: ReactNode }>>> = {
  policies: PoliciesView,
  maintenance: MaintenanceView,
  escalation: EscalationView,
  performance: PerformanceView,
  flood: FloodView,
}
const TABS = ['policies', 'maintenance', 'escalation', 'performance'] as const

export default function AlarmsPage() {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const View = VIEWS[pathname.split('/')[2] ?? ''] ?? IncidentsView
  const tabs = (
    <SectionTabs label={t('alarms.title')}>
      <NavLink to="/alarms" end>
        {t('alarms.tabs.incidents')}
      </NavLink>
      {TABS.map((tab) => (
        <NavLink key={tab} to={`/alarms/${tab}`}>
          {t(`alarms.tabs.${tab}`)}
        </NavLink>
      ))}
    </SectionTabs>
  )
  return <View tabs={tabs} />
}

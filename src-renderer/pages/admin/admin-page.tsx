import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, NavLink, useLocation } from 'react-router'
import { useMay } from '../../api/queries/session.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { SectionTabs } from '../../components/section-tabs.tsx'
import { AuditSection } from './audit/audit-section.tsx'
import { GatewaysSection } from './gateways/gateways-section.tsx'
import { InboxSection } from './inbox/inbox-section.tsx'
import { MailSection } from './mail/mail-section.tsx'
import { RolesSection } from './roles/roles-section.tsx'
import { SitesSection } from './sites/sites-section.tsx'
import { SystemSection } from './system/system-section.tsx'
import { UsersSection } from './users/users-section.tsx'

export interface AdminSectionProps {
  tabs: ReactNode
}

const SECTIONS = [
  { path: 'users', needs: 'users:read', section: UsersSection },
  { path: 'roles', needs: 'roles:read', section: RolesSection },
  { path: 'sites', needs: 'sites:read', section: SitesSection },
  { path: 'gateways', needs: 'gateways:read', section: GatewaysSection },
  { path: 'mail', needs: 'users:write', section: MailSection },
  { path: 'inbox', needs: 'gateways:read', section: InboxSection },
  { path: 'audit', needs: 'audit:read', section: AuditSection },
  { path: 'system', needs: 'system:read', section: SystemSection },
] as const

export default function AdminPage() {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const may = useMay()
  const allowed = SECTIONS.filter((one) => may(one.needs))
  const word = pathname.split('/')[2] ?? ''
  const current = SECTIONS.find((one) => one.path === word)
  const first = allowed[0]
  if (!current) return first ? <Navigate to={`/admin/${first.path}`} replace /> : null
  if (!may(current.needs)) {
    return <EmptyState title={t('load.denied')} hint={t('load.deniedHint', { permission: current.needs })} />
  }
  const tabs = (
    <SectionTabs label={t('admin.sections.label')}>
      {allowed.map((one) => (
        <NavLink key={one.path} to={`/admin/${one.path}`}>
          {t(`admin.sections.${one.path}`)}
        </NavLink>
      ))}
    </SectionTabs>
  )
  const Section = current.section
  return <Section tabs={tabs} />
}

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PageHeader } from '../../../components/page-header.tsx'

export function PoliciesView({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation()
  return <PageHeader title={t('alarms.title')}>{tabs}</PageHeader>
}

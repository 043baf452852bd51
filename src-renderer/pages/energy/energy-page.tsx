import { useTranslation } from 'react-i18next'
import { Navigate, NavLink, useLocation } from 'react-router'
import { PageHeader } from '../../components/page-header.tsx'
import { SectionTabs } from '../../components/section-tabs.tsx'
import { BillView } from './bill/bill-view.tsx'
import { ConsumptionView } from './consumption/consumption-view.tsx'
import { ReactiveView } from './reactive/reactive-view.tsx'
import { ShapeView } from './shape/shape-view.tsx'

const VIEWS = [
  { path: 'consumption', word: 'energy.tabs.consumption', view: ConsumptionView },
  { path: 'shape', word: 'energy.tabs.shape', view: ShapeView },
  { path: 'reactive', word: 'energy.tabs.reactive', view: ReactiveView },
  { path: 'bill', word: 'energy.tabs.bill', view: BillView },
] as const

export default function EnergyPage() {
  const { t } = useTranslation()
  const { pathname, search } = useLocation()
  const word = pathname.split('/')[2] ?? ''
  const current = VIEWS.find(({ path }) => path === word)
  if (!current) return <Navigate to={{ pathname: '/energy/consumption', search }} replace />
  const View = current.view
  // What is chosen goes along from view to view; an open form does not.
  const kept = new URLSearchParams(search)
  kept.delete('edit')
  return (
    <>
      <PageHeader title={t('energy.title')}>
        <SectionTabs label={t('energy.title')}>
          {VIEWS.map(({ path, word: tab }) => (
            <NavLink key={path} to={{ pathname: `/energy/${path}`, search: kept.toString() }}>
              {t(tab)}
            </NavLink>
          ))}
        </SectionTabs>
      </PageHeader>
      <View />
    </>
  )
}

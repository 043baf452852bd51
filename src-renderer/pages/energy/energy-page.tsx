import { useTranslation } from 'react-i18next'
import { Navigate, NavLink, Route, Routes, useLocation } from 'react-router'
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
  const { search } = useLocation()
  return (
    <>
      <PageHeader title={t('energy.title')}>
        <SectionTabs label={t('energy.title')}>
          {VIEWS.map(({ path, word }) => (
            <NavLink key={path} to={{ pathname: `/energy/${path}`, search }}>
              {t(word)}
            </NavLink>
          ))}
        </SectionTabs>
      </PageHeader>
      <Routes>
        {VIEWS.map(({ path, view: View }) => (
          <Route key={path} path={path} element={<View />} />
        ))}
        <Route path="*" element={<Navigate to="/energy/consumption" replace />} />
      </Routes>
    </>
  )
}

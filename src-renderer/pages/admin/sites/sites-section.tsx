import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../../api/queries/session.ts'
import { regionsQuery, subregionsQuery } from '../../../api/queries/sites.ts'
import { AddButton } from '../../../components/add-button.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { useEditing } from '../../../components/use-editing.ts'
import type { AdminSectionProps } from '../admin-page.tsx'
import { RegionForm } from './region-form.tsx'
import { SiteList } from './site-list.tsx'
import { SubregionForm } from './subregion-form.tsx'

/** The address names a region or subregion by its id, `new` for a region, `in:<region>` for a subregion of it. */
const IN_REGION = 'in:'

export function SitesSection({ tabs }: AdminSectionProps) {
  const { t } = useTranslation()
  const may = useMay()
  const regions = useQuery(regionsQuery)
  const subregions = useQuery(subregionsQuery)
  const editing = useEditing()
  const canWrite = may('sites:write')
  const add = canWrite ? <AddButton onClick={() => editing.open('new')}>{t('admin.sites.newRegion')}</AddButton> : null
  return (
    <>
      <PageHeader title={t('admin.title')} actions={add}>
        {tabs}
      </PageHeader>
      <SplitView detail={formFor()} detailLabel={t('admin.sites.editRegion')} onClose={editing.close} width={420}>
        <Loaded query={regions}>
          {(list) =>
            list.length === 0 ? (
              <EmptyState title={t('admin.sites.empty')} hint={t('admin.sites.emptyHint')} action={add} />
            ) : (
              <SiteList
                regions={list}
                subregions={subregions.data ?? []}
                openId={editing.id}
                onOpen={editing.open}
                onAddIn={canWrite ? (regionId) => editing.open(IN_REGION + regionId) : null}
              />
            )
          }
        </Loaded>
      </SplitView>
    </>
  )

  function formFor() {
    const common = { isReadOnly: !canWrite, onClose: editing.close }
    const region = regions.data?.find((one) => one.id === editing.id)
    if (region || (editing.isNew && canWrite))
      return <RegionForm key={editing.id} region={region ?? null} {...common} />
    const subregion = subregions.data?.find((one) => one.id === editing.id)
    const regionId = editing.id.startsWith(IN_REGION) ? editing.id.slice(IN_REGION.length) : subregion?.region_id
    if (!regionId) return null
    return (
      <SubregionForm
        key={editing.id}
        subregion={subregion ?? null}
        regionId={regionId}
        regions={regions.data ?? []}
        {...common}
      />
    )
  }
}

import { Button, Select } from '@mantine/core'
import { IconLayoutGrid } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/queries/session.ts'
import { regionsQuery, subregionsQuery } from '../../api/queries/sites.ts'
import type { Subregion } from '../../api/types.ts'
import { AddButton } from '../../components/add-button.tsx'
import { ConfirmAct } from '../../components/confirm-act.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { useErrorText } from '../../components/error-state.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { SplitView } from '../../components/split-view.tsx'
import { toast } from '../../components/toast.tsx'
import { useEditing } from '../../components/use-editing.ts'
import { useUrlState } from '../../components/use-url-state.ts'
import classes from './dashboard.module.css'
import { WidgetForm } from './edit/widget-form.tsx'
import { DashboardGrid } from './grid/dashboard-grid.tsx'
import type { Dragged } from './grid/use-dragging.ts'
import { useDeleteWidget, usePlaceWidget, widgetsQuery } from './queries.ts'
import type { Widget } from './wire.ts'

/** One dashboard for each subregion; the address says which, and whether it is being arranged. */
export default function DashboardPage() {
  const { t } = useTranslation()
  const subregions = useQuery(subregionsQuery)
  const [placeId, setPlace] = useUrlState('place')
  return (
    <Loaded query={subregions}>
      {(places) => {
        const place = places.find(({ id }) => id === placeId) ?? places[0]
        return place ? (
          <Dashboard key={place.id} place={place} places={places} onPlace={setPlace} />
        ) : (
          <>
            <PageHeader title={t('dashboards.title')} />
            <EmptyState title={t('dashboards.noPlaces')} hint={t('dashboards.noPlacesHint')} />
          </>
        )
      }}
    </Loaded>
  )
}

interface DashboardProps {
  place: Subregion
  places: readonly Subregion[]
  onPlace: (id: string | null) => void
}

const NO_WIDGETS: readonly Widget[] = []

function Dashboard({ place, places, onPlace }: DashboardProps) {
  const { t } = useTranslation()
  const canWrite = useMay()('widgets:write')
  const [arranging, setArranging] = useUrlState('arrange')
  const isEditing = canWrite && arranging !== ''
  const editing = useEditing()
  const [deleting, setDeleting] = useState<Widget | null>(null)
  const query = useQuery(widgetsQuery(place.id))
  const widgets = query.data ?? NO_WIDGETS
  const { save, fault } = usePlacing(place.id)
  const open = widgets.find(({ id }) => id === editing.id) ?? null
  const form =
    canWrite && (open || editing.isNew) ? (
      <WidgetForm
        key={editing.id}
        widget={open}
        widgets={widgets}
        subregionId={place.id}
        onClose={editing.close}
        onDelete={setDeleting}
      />
    ) : null
  const add = canWrite ? <AddButton onClick={() => editing.open('new')}>{t('dashboards.add')}</AddButton> : null
  return (
    <>
      <PageHeader
        title={t('dashboards.title')}
        note={query.data ? t('dashboards.count', { count: widgets.length }) : null}
        actions={
          canWrite ? (
            <>
              {isEditing ? add : null}
              <Button
                leftSection={<IconLayoutGrid size={16} stroke={1.7} />}
                aria-pressed={isEditing}
                variant={isEditing ? 'filled' : 'default'}
                onClick={() => setArranging(isEditing ? null : '1')}
              >
                {t(isEditing ? 'dashboards.arranged' : 'dashboards.arrange')}
              </Button>
            </>
          ) : null
        }
      >
        <PlacePicker place={place} places={places} onPlace={onPlace} />
      </PageHeader>
      {fault ? (
        <p role="alert" className={classes.fault}>
          {fault}
        </p>
      ) : null}
      <SplitView
        detail={form}
        detailLabel={t(open ? 'dashboards.form.edit' : 'dashboards.form.new')}
        onClose={editing.close}
        width={430}
      >
        <Loaded query={query}>
          {(all) =>
            all.length === 0 ? (
              <EmptyState
                title={t('dashboards.empty')}
                hint={t(canWrite ? 'dashboards.emptyHint' : 'dashboards.emptyReadOnly')}
                action={add}
              />
            ) : (
              <DashboardGrid
                widgets={all}
                isEditing={isEditing}
                openId={editing.id}
                onPlaced={save}
                onOpen={editing.open}
                onDelete={setDeleting}
              />
            )
          }
        </Loaded>
      </SplitView>
      <DeleteWidget
        widget={deleting}
        subregionId={place.id}
        onClose={() => setDeleting(null)}
        onDeleted={editing.close}
      />
    </>
  )
}

/** Saves a place and tells, until the next one, when it could not. */
function usePlacing(subregionId: string) {
  const { t } = useTranslation()
  const { mutate, error } = usePlaceWidget(subregionId)
  const detail = useErrorText(error)
  const save = useCallback((dragged: Dragged) => mutate(dragged), [mutate])
  return { save, fault: error ? t('dashboards.notPlaced', { detail }) : null }
}

function PlacePicker({ place, places, onPlace }: DashboardProps) {
  const { t } = useTranslation()
  const regions = useQuery(regionsQuery).data
  const groups = (regions ?? []).map((region) => ({
    group: region.name,
    items: places
      .filter(({ region_id }) => region_id === region.id)
      .map(({ id, name }) => ({ value: id, label: name })),
  }))
  return (
    <Select
      aria-label={t('dashboards.place')}
      data={groups.filter(({ items }) => items.length > 0)}
      value={place.id}
      onChange={onPlace}
      searchable
    />
  )
}

interface DeleteWidgetProps {
  widget: Widget | null
  subregionId: string
  onClose: () => void
  onDeleted: () => void
}

function DeleteWidget({ widget, subregionId, onClose, onDeleted }: DeleteWidgetProps) {
  const { t } = useTranslation()
  const remove = useDeleteWidget(subregionId)
  return (
    <ConfirmAct
      isOpen={widget !== null}
      onClose={onClose}
      title={t('form.confirmDelete', { name: widget?.title ?? '' })}
      verb={t('action.delete')}
      run={async () => {
        if (!widget) return
        await remove.mutateAsync(widget.id)
        toast(t('dashboards.form.deleted'))
        onDeleted()
      }}
    >
      {t('dashboards.form.deleteHint')}
    </ConfirmAct>
  )
}

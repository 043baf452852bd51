import { ActionIcon, Tooltip } from '@mantine/core'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Loaded } from '../../components/loaded.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { SplitView } from '../../components/split-view.tsx'
import { useUrlState } from '../../components/use-url-state.ts'
import { FilterBar } from '../devices/browse/filter-bar.tsx'
import { useDeviceFilter } from '../devices/browse/use-device-filter.ts'
import { DeviceDrawer } from '../devices/detail/device-drawer.tsx'
import { useDeviceRows } from '../devices/use-device-rows.ts'
import { MapList } from './map-list.tsx'
import classes from './map-page.module.css'
import { MapStage } from './map-stage.tsx'
import { usePlacedDevices, useSitePlan } from './use-map-devices.ts'

export default function MapPage() {
  const { t } = useTranslation()
  const filter = useDeviceFilter()
  const [selectedId, setSelected] = useUrlState('device', '', 'push')
  const [listText, setList] = useUrlState('list', '1')
  const { rows } = useDeviceRows()
  const shown = useMemo(() => (filter.isFiltered ? rows.filter(filter.accepts) : rows), [rows, filter])
  const { placed, places, query } = usePlacedDevices(shown)
  const plan = useSitePlan()
  const close = useCallback(() => setSelected(null), [setSelected])
  const isListShown = listText === '1'
  const listWord = isListShown ? t('map.list') : t('map.listShow')
  return (
    <>
      <PageHeader title={t('map.title')} note={query.data ? t('map.shown', { count: placed.length }) : null}>
        <Tooltip label={listWord}>
          <ActionIcon
            aria-label={listWord}
            aria-pressed={isListShown}
            onClick={() => setList(isListShown ? '0' : null)}
          >
            {isListShown ? <IconLayoutSidebarLeftCollapse size={18} /> : <IconLayoutSidebarLeftExpand size={18} />}
          </ActionIcon>
        </Tooltip>
        <FilterBar filter={filter} />
      </PageHeader>
      <SplitView
        detail={selectedId ? <DeviceDrawer key={selectedId} deviceId={selectedId} isOnMap /> : null}
        detailLabel={t('devices.detail')}
        onClose={close}
        width={420}
      >
        <div className={classes.root}>
          {isListShown ? (
            <MapList rows={shown} places={places} selectedId={selectedId || null} onSelect={setSelected} />
          ) : null}
          <Loaded query={plan}>
            {(sitePlan) =>
              query.data || query.isError ? (
                <MapStage plan={sitePlan} placed={placed} selectedId={selectedId || null} onSelect={setSelected} />
              ) : null
            }
          </Loaded>
        </div>
      </SplitView>
    </>
  )
}

import { Button, SegmentedControl } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../../api/queries/session.ts'
import { gatewaysQuery, regionsQuery, subregionsQuery } from '../../../api/queries/sites.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { useUrlState } from '../../../components/use-url-state.ts'
import { useFormat } from '../../../format/use-format.ts'
import { ExportButton } from '../../exports/export-button.tsx'
import { DeviceDrawer } from '../detail/device-drawer.tsx'
import { DeviceForm } from '../edit/device-form.tsx'
import type { DeviceRow } from '../model/device-row.ts'
import { deviceTree, type TreeNode } from '../model/tree.ts'
import { useDeviceRows } from '../use-device-rows.ts'
import { DeviceList } from './device-list.tsx'
import { DeviceTree } from './device-tree.tsx'
import { FilterBar } from './filter-bar.tsx'
import { useDeviceFilter } from './use-device-filter.ts'

export function BrowseDevices() {
  const { t } = useTranslation()
  const may = useMay()
  const filter = useDeviceFilter()
  const [view, setView] = useUrlState('view', 'tree')
  const [selectedId, setSelected] = useUrlState('device', '', 'push')
  const [isAdding, setAdding] = useState(false)
  const { rows, query } = useDeviceRows()
  const shown = useMemo(() => (filter.isFiltered ? rows.filter(filter.accepts) : rows), [rows, filter])
  const online = rows.reduce((count, row) => count + (row.isOnline ? 1 : 0), 0)
  const close = useCallback(() => setSelected(null), [setSelected])
  const select = useCallback((id: string) => setSelected(id), [setSelected])
  const addButton = may('devices:write') ? (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      {t('devices.add')}
    </Button>
  ) : null

  return (
    <>
      <PageHeader
        title={t('devices.title')}
        note={query.data ? t('devices.count', { online, total: rows.length }) : null}
        actions={
          <>
            <SegmentedControl
              aria-label={t('devices.view.label')}
              value={view}
              onChange={setView}
              data={[
                { value: 'tree', label: t('devices.view.tree') },
                { value: 'list', label: t('devices.view.list') },
              ]}
            />
            <ExportButton deviceIds={chosenForExport(filter.isFiltered, shown, selectedId)} />
            {addButton}
          </>
        }
      >
        <FilterBar filter={filter} />
      </PageHeader>
      <SplitView
        detail={selectedId ? <DeviceDrawer key={selectedId} deviceId={selectedId} /> : null}
        detailLabel={t('devices.detail')}
        onClose={close}
        width={480}
      >
        <Loaded query={query}>
          {(items) => {
            if (items.length === 0 && view === 'list') {
              return <EmptyState title={t('devices.none')} hint={t('devices.noneHint')} action={addButton} />
            }
            return view === 'list' ? (
              <DeviceList rows={shown} selectedId={selectedId || null} onSelect={select} />
            ) : (
              <TreeView
                rows={shown}
                isFiltered={filter.isFiltered}
                selectedId={selectedId || null}
                onSelect={select}
                addButton={addButton}
              />
            )
          }}
        </Loaded>
      </SplitView>
      {isAdding ? <DeviceForm device={null} onClose={() => setAdding(false)} onSaved={select} /> : null}
    </>
  )
}

/** What one export takes (platform contract). */
const MOST_EXPORTED = 500

/** The device that is open, or all that the filter leaves; without either the dialog asks. */
function chosenForExport(isFiltered: boolean, shown: readonly DeviceRow[], selectedId: string): readonly string[] {
  if (selectedId) return [selectedId]
  return isFiltered ? shown.slice(0, MOST_EXPORTED).map(({ id }) => id) : []
}

interface TreeViewProps {
  rows: readonly DeviceRow[]
  isFiltered: boolean
  selectedId: string | null
  onSelect: (deviceId: string) => void
  addButton: React.ReactNode
}

/** With more devices than this the gateways begin closed. */
const MANY = 300

function TreeView({ rows, isFiltered, selectedId, onSelect, addButton }: TreeViewProps) {
  const { t } = useTranslation()
  const { compare } = useFormat()
  const regions = useQuery(regionsQuery).data
  const subregions = useQuery(subregionsQuery).data
  const gateways = useQuery(gatewaysQuery).data
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map())
  const roots = useMemo(
    () =>
      regions && subregions && gateways
        ? deviceTree({ regions, subregions, gateways, rows, isFiltered, compare })
        : null,
    [regions, subregions, gateways, rows, isFiltered, compare],
  )
  const isMany = rows.length > MANY
  const isOpen = useCallback(
    (node: TreeNode) => toggled.get(node.key) ?? (isFiltered || node.kind !== 'gateway' || !isMany),
    [toggled, isFiltered, isMany],
  )
  if (!roots) return null
  if (roots.length === 0) {
    return isFiltered ? (
      <EmptyState title={t('devices.noneFound')} />
    ) : (
      <EmptyState title={t('devices.none')} hint={t('devices.noneHint')} action={addButton} />
    )
  }
  return (
    <DeviceTree
      roots={roots}
      isOpen={isOpen}
      onToggle={(node, open) => setToggled((before) => new Map(before).set(node.key, open))}
      selectedId={selectedId}
      onSelect={onSelect}
    />
  )
}

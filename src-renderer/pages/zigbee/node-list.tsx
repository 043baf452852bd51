import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { type StateShape, StateWord } from '../../components/state-word.tsx'
import { useFormat } from '../../format/use-format.ts'
import type { ZigbeeNode } from './wire.ts'

interface NodeListProps {
  nodes: readonly ZigbeeNode[]
  openIeee: string
  onOpen: (ieee: string) => void
}

const keyOf = (node: ZigbeeNode) => node.ieee_address

export function NodeList({ nodes, openIeee, onOpen }: NodeListProps) {
  const { t } = useTranslation()
  const columns = useNodeColumns()
  return (
    <DataTable
      id="zigbee-nodes"
      label={t('zigbee.nodes')}
      rows={nodes}
      columns={columns}
      rowKey={keyOf}
      openKey={openIeee || null}
      onOpen={(node) => onOpen(node.ieee_address)}
      sort={{ key: 'name', order: 'asc' }}
      empty={<EmptyState title={t('zigbee.nodesEmpty')} hint={t('zigbee.nodesEmptyHint')} />}
    />
  )
}

function useNodeColumns(): readonly Column<ZigbeeNode>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const stateOf = useNodeState()
  return useMemo<Column<ZigbeeNode>[]>(() => {
    const text = (
      key: string,
      header: string,
      width: Column<ZigbeeNode>['width'],
      plain: (node: ZigbeeNode) => string | null,
      more: Partial<Column<ZigbeeNode>> = {},
    ): Column<ZigbeeNode> => ({
      key,
      header,
      width,
      isSortable: true,
      plain,
      cell: (node) => plain(node) ?? '—',
      ...more,
    })
    return [
      text('name', t('zigbee.column.name'), { share: 1, min: 150 }, (node) => node.friendly_name),
      text('device', t('zigbee.column.device'), { share: 1, min: 140 }, (node) => node.device_name, {
        cell: (node) => node.device_name ?? <span className="quiet">{t('zigbee.notADevice')}</span>,
      }),
      text('state', t('zigbee.column.state'), 150, (node) => stateOf(node).word, {
        cell: (node) => {
          const { shape, word } = stateOf(node)
          return <StateWord shape={shape}>{word}</StateWord>
        },
      }),
      text(
        'make',
        t('zigbee.column.make'),
        { share: 1.1, min: 160 },
        (node) => [node.vendor, node.model].filter(Boolean).join(' ') || null,
      ),
      text('power', t('zigbee.column.power'), 90, (node) => t(node.is_battery ? 'zigbee.battery' : 'zigbee.mains')),
      {
        key: 'quality',
        header: t('zigbee.column.quality'),
        width: 90,
        align: 'end',
        isSortable: true,
        plain: (node) => node.link_quality,
        cell: (node) => (node.link_quality === null ? '—' : `${node.link_quality} LQI`),
      },
      text('last_seen', t('zigbee.column.lastSeen'), 140, (node) => node.last_seen, {
        align: 'end',
        cell: (node) => format.time(node.last_seen),
      }),
      text('address', t('zigbee.column.address'), 170, (node) => node.ieee_address, {
        cell: (node) => <span className="mono">{node.ieee_address}</span>,
        isExtra: true,
      }),
    ]
  }, [t, format, stateOf])
}

/** Until it is interviewed that is what counts; afterwards whether it can be reached. */
export function useNodeState(): (node: ZigbeeNode) => { shape: StateShape; word: string } {
  const { t } = useTranslation()
  return useCallback(
    (node) => {
      if (node.interview !== 'successful')
        return { shape: node.interview === 'failed' ? 'cross' : 'half', word: t(`zigbee.interview.${node.interview}`) }
      if (node.is_available === null) return { shape: 'half', word: t('zigbee.unwatched') }
      return node.is_available
        ? { shape: 'full', word: t('zigbee.available') }
        : { shape: 'cross', word: t('zigbee.unavailable') }
    },
    [t],
  )
}

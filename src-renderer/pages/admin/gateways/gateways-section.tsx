import { Button } from '@mantine/core'
import { IconWebhook } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../../api/queries/session.ts'
import { gatewaysQuery, subregionsQuery } from '../../../api/queries/sites.ts'
import type { Gateway, NewGateway } from '../../../api/types.ts'
import { AddButton } from '../../../components/add-button.tsx'
import type { Column } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { LinkWord } from '../../../components/link-word.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { StateWord } from '../../../components/state-word.tsx'
import { useEditing } from '../../../components/use-editing.ts'
import { useFormat } from '../../../format/use-format.ts'
import type { AdminSectionProps } from '../admin-page.tsx'
import { BrokerDrawer } from './broker-drawer.tsx'
import { CONFIG_SHAPE } from './config-panel.tsx'
import { configStatesQuery } from './config-queries.ts'
import { connectionLine } from './connection-draft.ts'
import { GatewayDrawer } from './gateway-drawer.tsx'
import { GatewayForm } from './gateway-form.tsx'
import { MqttCredentials } from './mqtt-credentials.tsx'

/** In the place of a gateway's id in the address. */
const BROKER = 'broker'

const gatewayKey = (gateway: Gateway) => gateway.id

export function GatewaysSection({ tabs }: AdminSectionProps) {
  const { t } = useTranslation()
  const may = useMay()
  const query = useQuery(gatewaysQuery)
  const editing = useEditing()
  const columns = useGatewayColumns()
  const [created, setCreated] = useState<NewGateway | null>(null)
  const canWrite = may('gateways:write')
  const gateway = query.data?.find((one) => one.id === editing.id) ?? null
  const add = canWrite ? <AddButton onClick={() => editing.open('new')}>{t('admin.gateways.new')}</AddButton> : null
  const mayBroker = may('users:write')
  const isBroker = editing.id === BROKER && mayBroker
  const actions = (
    <>
      {mayBroker ? (
        <Button
          leftSection={<IconWebhook size={16} stroke={1.7} />}
          title={t('gatewayConfig.broker.title')}
          onClick={() => editing.open(BROKER)}
        >
          EMQX
        </Button>
      ) : null}
      {add}
    </>
  )
  return (
    <>
      <PageHeader title={t('admin.title')} actions={actions}>
        {tabs}
      </PageHeader>
      <SplitView
        detail={
          gateway ? (
            <GatewayDrawer key={editing.id} gateway={gateway} canWrite={canWrite} onClose={editing.close} />
          ) : editing.isNew && canWrite ? (
            <GatewayForm
              gateway={null}
              isReadOnly={false}
              onClose={editing.close}
              onCreated={(made) => {
                editing.close()
                if (made.password) setCreated(made)
              }}
            />
          ) : isBroker ? (
            <BrokerDrawer onClose={editing.close} />
          ) : null
        }
        detailLabel={t(isBroker ? 'gatewayConfig.broker.title' : 'admin.gateways.edit')}
        onClose={editing.close}
      >
        <Loaded query={query}>
          {(gateways) => (
            <DataTable
              id="gateways"
              label={t('admin.sections.gateways')}
              rows={gateways}
              columns={columns}
              rowKey={gatewayKey}
              openKey={editing.id || null}
              onOpen={(one) => editing.open(one.id)}
              sort={{ key: 'name', order: 'asc' }}
              empty={<EmptyState title={t('admin.gateways.empty')} hint={t('admin.gateways.emptyHint')} action={add} />}
            />
          )}
        </Loaded>
      </SplitView>
      {created ? <MqttCredentials gateway={created} onClose={() => setCreated(null)} /> : null}
    </>
  )
}

function useGatewayColumns(): readonly Column<Gateway>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const subregions = useQuery(subregionsQuery)
  const configs = useQuery(configStatesQuery).data
  return useMemo<Column<Gateway>[]>(() => {
    const subregionOf = (gateway: Gateway) =>
      subregions.data?.find((one) => one.id === gateway.subregion_id)?.name ?? null
    const stateOf = (gateway: Gateway) => {
      if (!gateway.is_enabled) return t('state.disabled')
      return t(gateway.is_online ? 'state.online' : 'state.offline')
    }
    return [
      {
        key: 'name',
        header: t('admin.gateways.name'),
        width: { share: 1.2, min: 160 },
        isSortable: true,
        cell: (gateway) => gateway.name,
        plain: (gateway) => gateway.name,
      },
      {
        key: 'type',
        header: t('admin.gateways.type'),
        width: 130,
        isSortable: true,
        cell: (gateway) => t(`gatewayType.${gateway.type}`),
        plain: (gateway) => t(`gatewayType.${gateway.type}`),
      },
      {
        key: 'state',
        header: t('admin.gateways.state'),
        width: 130,
        isSortable: true,
        cell: (gateway) => (
          <LinkWord isOnline={gateway.is_online} lastSeen={gateway.last_seen} isEnabled={gateway.is_enabled} />
        ),
        plain: stateOf,
      },
      {
        key: 'config',
        header: t('admin.gateways.config'),
        width: 140,
        isSortable: true,
        cell: (gateway) => {
          const state = configs?.get(gateway.id)
          return state ? <StateWord shape={CONFIG_SHAPE[state]}>{t(`gatewayConfig.state.${state}`)}</StateWord> : '—'
        },
        plain: (gateway) => {
          const state = configs?.get(gateway.id)
          return state ? t(`gatewayConfig.state.${state}`) : null
        },
      },
      {
        key: 'connection',
        header: t('admin.gateways.connection'),
        width: { share: 1, min: 170 },
        isSortable: true,
        cell: (gateway) => <span className="mono">{connectionLine(gateway.type, gateway.connection)}</span>,
        plain: (gateway) => connectionLine(gateway.type, gateway.connection),
      },
      {
        key: 'subregion',
        header: t('admin.gateways.subregion'),
        width: { share: 0.8, min: 120 },
        isSortable: true,
        cell: (gateway) => subregionOf(gateway) ?? '—',
        plain: subregionOf,
      },
      {
        key: 'last_seen',
        header: t('admin.gateways.lastSeen'),
        width: 140,
        align: 'end',
        isSortable: true,
        cell: (gateway) => format.time(gateway.last_seen),
        plain: (gateway) => gateway.last_seen,
      },
    ]
  }, [t, format, subregions.data, configs])
}

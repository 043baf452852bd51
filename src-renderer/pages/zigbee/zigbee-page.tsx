import { Button, Select } from '@mantine/core'
import { IconBroadcast } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/queries/session.ts'
import { AddButton } from '../../components/add-button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { LinkWord } from '../../components/link-word.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { SplitView } from '../../components/split-view.tsx'
import { useEditing } from '../../components/use-editing.ts'
import { useUrlState } from '../../components/use-url-state.ts'
import { ConnectForm } from './connect-form.tsx'
import { NodeDetail } from './node-detail.tsx'
import { NodeList } from './node-list.tsx'
import { PairingPanel } from './pairing-panel.tsx'
import { zigbeeGatewaysQuery, zigbeeNodesQuery } from './queries.ts'
import type { ZigbeeGateway } from './wire.ts'
import classes from './zigbee.module.css'

export default function ZigbeePage() {
  const { t } = useTranslation()
  const may = useMay()
  const query = useQuery(zigbeeGatewaysQuery)
  const editing = useEditing()
  const [chosen, choose] = useUrlState('gateway')
  const canWrite = may('zigbee:write')
  const gateways = query.data ?? []
  const gateway = gateways.find((one) => one.id === chosen) ?? gateways[0] ?? null
  const connect =
    canWrite && may('gateways:write') ? (
      <AddButton onClick={() => editing.open('new')}>{t('zigbee.connect')}</AddButton>
    ) : null
  return (
    <>
      <PageHeader
        title={t('zigbee.title')}
        note={gateway ? <NetworkNote gateway={gateway} /> : null}
        actions={gateways.length > 0 ? connect : null}
      >
        {gateways.length > 1 ? (
          <Select
            aria-label={t('zigbee.network')}
            data={gateways.map((one) => ({ value: one.id, label: one.name }))}
            value={gateway?.id ?? null}
            allowDeselect={false}
            onChange={choose}
          />
        ) : null}
      </PageHeader>
      <SplitView
        detail={
          editing.isNew && canWrite ? (
            <ConnectForm onClose={editing.close} onMade={choose} />
          ) : gateway && editing.id ? (
            <NodeDetail
              key={editing.id}
              gateway={gateway}
              ieee={editing.id}
              canWrite={canWrite}
              onClose={editing.close}
            />
          ) : null
        }
        detailLabel={editing.isNew ? t('zigbee.claim.title') : t('zigbee.nodes')}
        onClose={editing.close}
      >
        <Loaded query={query}>
          {() =>
            gateway ? (
              <Network
                key={gateway.id}
                gateway={gateway}
                canWrite={canWrite}
                openIeee={editing.id}
                onOpen={editing.open}
              />
            ) : (
              <EmptyState
                icon={<IconBroadcast size={36} stroke={1.3} />}
                title={t('zigbee.empty')}
                hint={t('zigbee.emptyHint')}
                action={connect}
              />
            )
          }
        </Loaded>
      </SplitView>
    </>
  )
}

function NetworkNote({ gateway }: { gateway: ZigbeeGateway }) {
  const { t } = useTranslation()
  const facts = [
    gateway.name,
    gateway.version ? `Zigbee2MQTT ${gateway.version}` : null,
    gateway.channel === null ? null : `${t('zigbee.channel')} ${gateway.channel}`,
    t('zigbee.nodeCount', { nodes: gateway.node_count, devices: gateway.device_count }),
  ]
  return (
    <span className={classes.note}>
      <LinkWord isOnline={gateway.is_online} lastSeen={gateway.last_seen} isEnabled={gateway.is_enabled} />
      <span className="truncate">{facts.filter(Boolean).join(' · ')}</span>
    </span>
  )
}

interface NetworkProps {
  gateway: ZigbeeGateway
  canWrite: boolean
  openIeee: string
  onOpen: (ieee: string) => void
}

function Network({ gateway, canWrite, openIeee, onOpen }: NetworkProps) {
  const { t } = useTranslation()
  const [isPairing, setPairing] = useState(false)
  const nodes = useQuery(zigbeeNodesQuery(gateway.id))
  const pair = canWrite ? (
    <Button
      variant="filled"
      h={40}
      leftSection={<IconBroadcast size={17} stroke={1.7} />}
      disabled={!gateway.is_online}
      onClick={() => setPairing(true)}
    >
      {t('zigbee.pair')}
    </Button>
  ) : null
  const isOpen = isPairing || gateway.is_join_open
  return (
    <div className={classes.network}>
      {gateway.is_online ? null : (
        <p className={classes.offline} role="status">
          {t('zigbee.offlineHint')}
        </p>
      )}
      {isOpen && canWrite ? (
        <PairingPanel
          gateway={gateway}
          nodes={nodes.data ?? []}
          isAsked={isPairing}
          onOpenNode={onOpen}
          onEnd={() => setPairing(false)}
        />
      ) : (
        <div className={classes.bar}>{pair}</div>
      )}
      <div className={classes.table}>
        <Loaded query={nodes}>
          {(all) => (
            <NodeList nodes={all.filter((node) => node.kind !== 'Coordinator')} openIeee={openIeee} onOpen={onOpen} />
          )}
        </Loaded>
      </div>
    </div>
  )
}

import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../../components/error-state.tsx'
import { type StateShape, StateWord } from '../../components/state-word.tsx'
import { toast } from '../../components/toast.tsx'
import { useFormat } from '../../format/use-format.ts'
import { useNow } from '../../format/use-now.ts'
import { useCloseJoin, useOpenJoin } from './queries.ts'
import type { ZigbeeGateway, ZigbeeNode } from './wire.ts'
import classes from './zigbee.module.css'

const JOIN_S = 180
/** A node that came in a moment before the window's state did belongs to it too. */
const EARLY_MS = 5_000

interface PairingPanelProps {
  gateway: ZigbeeGateway
  nodes: readonly ZigbeeNode[]
  /** Somebody here asked for it; false: the network was open already. */
  isAsked: boolean
  onOpenNode: (ieee: string) => void
  onEnd: () => void
}

/** From the open network to the node that can be named: each step is seen as the bridge tells it. */
export function PairingPanel({ gateway, nodes, isAsked, onOpenNode, onEnd }: PairingPanelProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const open = useOpenJoin(gateway.id)
  const close = useCloseJoin(gateway.id)
  const startedAt = useRef(Date.now())
  const wasOpen = useRef(gateway.is_join_open)
  const errorText = useErrorText(open.error ?? close.error)
  const { mutate } = open

  useEffect(() => {
    if (isAsked) mutate(JOIN_S)
  }, [isAsked, mutate])
  useEffect(() => {
    if (wasOpen.current && !gateway.is_join_open) {
      toast(t('zigbee.pairing.closed'))
      onEnd()
    }
    wasOpen.current = gateway.is_join_open
  }, [gateway.is_join_open, onEnd, t])

  const leftMs = gateway.join_ends_at === null ? null : Date.parse(gateway.join_ends_at) - now
  const joined = nodes.filter(
    (node) => node.kind !== 'Coordinator' && Date.parse(node.first_seen) > startedAt.current - EARLY_MS,
  )
  const isFailed = open.isError || close.isError
  return (
    <section className={classes.pairing} aria-label={t('zigbee.pairing.title')}>
      <div className={classes.pairingHead}>
        <h2>{gateway.is_join_open ? t('zigbee.pairing.title') : t('zigbee.pairing.opening')}</h2>
        {gateway.is_join_open && leftMs !== null ? (
          <span className="tabular quiet" role="timer">
            {t('zigbee.pairing.left', { time: format.age(Math.max(0, leftMs)) })}
          </span>
        ) : null}
        <span className={classes.gap} />
        {isFailed && !gateway.is_join_open ? (
          <Button onClick={onEnd}>{t('action.close')}</Button>
        ) : (
          <Button h={40} loading={close.isPending} onClick={() => close.mutate(undefined)}>
            {t('zigbee.pairing.stop')}
          </Button>
        )}
      </div>
      {isFailed ? (
        <p role="alert" className={classes.fault}>
          {errorText}
        </p>
      ) : (
        <p className={classes.hint}>{t('zigbee.pairing.hint')}</p>
      )}
      <ul className={classes.joined} aria-live="polite" aria-label={t('zigbee.pairing.found')}>
        {joined.map((node) => (
          <JoinedNode key={node.ieee_address} node={node} onOpen={() => onOpenNode(node.ieee_address)} />
        ))}
        {joined.length === 0 && gateway.is_join_open ? <li className="quiet">{t('zigbee.pairing.nobody')}</li> : null}
      </ul>
    </section>
  )
}

const SHAPES: Record<ZigbeeNode['interview'], StateShape> = {
  pending: 'empty',
  in_progress: 'half',
  successful: 'full',
  failed: 'cross',
}

function JoinedNode({ node, onOpen }: { node: ZigbeeNode; onOpen: () => void }) {
  const { t } = useTranslation()
  const word = {
    pending: t('zigbee.pairing.interviewing'),
    in_progress: t('zigbee.pairing.interviewing'),
    successful: node.device_name ?? t('zigbee.pairing.ready'),
    failed: t('zigbee.pairing.failed'),
  }[node.interview]
  const make = [node.vendor, node.description ?? node.model].filter(Boolean).join(' · ')
  return (
    <li className={classes.joinedNode}>
      <StateWord shape={SHAPES[node.interview]}>{word}</StateWord>
      <span className="truncate">{make || node.friendly_name}</span>
      <span className="mono quiet">{node.ieee_address}</span>
      {node.interview === 'successful' && node.device_id === null ? (
        <Button variant="filled" h={40} onClick={onOpen}>
          {t('zigbee.adopt.title')}
        </Button>
      ) : (
        <span />
      )}
    </li>
  )
}

import { IconChevronRight } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { BoardSession } from '../../../api/loto-types.ts'
import { LockMark } from '../../../components/lock-mark.tsx'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { devicePath } from '../../../paths.ts'
import { MainValue } from '../../devices/main-value.tsx'
import { useLotoNumber } from '../use-number.ts'
import classes from './one-line.module.css'
import type { OneLineNode } from './one-line.ts'
import { BOX_WIDTH, type Spot } from './wires.tsx'

interface NodeBoxProps {
  node: OneLineNode
  spot: Spot
  /** The lock-out whose lock hangs here. */
  session: BoardSession | null
  openId: string
  onOpen: (sessionId: string) => void
  onFold: (deviceId: string) => void
}

export function NodeBox({ node, spot, session, openId, onOpen, onFold }: NodeBoxProps) {
  const { t } = useTranslation()
  const { device } = node
  const isOpen = session !== null && session.id === openId
  const box = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isOpen) box.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [isOpen])
  return (
    <li
      ref={box}
      className={classes.node}
      data-energy={node.energy}
      data-open={isOpen || undefined}
      data-rest={device === null || undefined}
      style={{ left: spot.x, top: spot.y, width: BOX_WIDTH }}
    >
      {device === null ? (
        <button
          type="button"
          className={classes.rest}
          aria-expanded={false}
          onClick={() => node.parentKey && onFold(node.parentKey)}
        >
          <IconChevronRight size={14} aria-hidden="true" />
          {t('loto.oneLine.rest', { count: node.count })}
          {node.energy === 'dead' ? <span className="visually-hidden">{t('loto.oneLine.dead')}</span> : null}
        </button>
      ) : (
        <>
          {node.fold === 'unfolded' ? (
            <button
              type="button"
              className={classes.fold}
              aria-label={t('loto.oneLine.fold', { name: device.name })}
              aria-expanded
              onClick={() => onFold(device.id)}
            >
              <IconChevronRight size={14} aria-hidden="true" />
            </button>
          ) : null}
          {session ? <LockedName session={session} name={device.name} onOpen={onOpen} /> : <LiveName node={node} />}
          <span className={classes.value}>
            <MainValue deviceId={device.id} />
          </span>
        </>
      )}
    </li>
  )
}

function LiveName({ node }: { node: OneLineNode }) {
  const { t } = useTranslation()
  if (!node.device) return null
  return (
    <>
      <Link to={devicePath(node.device.id)} className={classes.name}>
        {node.device.name}
      </Link>
      {node.energy === 'dead' ? <span className="visually-hidden">{t('loto.oneLine.dead')}</span> : null}
    </>
  )
}

interface LockedNameProps {
  session: BoardSession
  name: string
  onOpen: (sessionId: string) => void
}

function LockedName({ session, name, onOpen }: LockedNameProps) {
  const { t } = useTranslation()
  const number = useLotoNumber()(session.number)
  const people = session.personal.map(({ user }) => user.name).join(', ')
  return (
    <button type="button" className={classes.locked} onClick={() => onOpen(session.id)}>
      {session.energised.length > 0 ? <SeverityMark severity="critical" size={18} isCalling /> : <LockMark size={16} />}
      <span className={classes.lockedWords}>
        <b>{name}</b>
        <span>{people || number}</span>
      </span>
      <span className="visually-hidden">
        {t('loto.oneLine.locked')} {number}
      </span>
    </button>
  )
}

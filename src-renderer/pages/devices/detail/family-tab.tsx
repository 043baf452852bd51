import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Device } from '../../../api/types.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { LiveValue } from '../../../components/value.tsx'
import { hierarchyQuery } from '../queries.ts'
import { StateMark } from '../state-mark.tsx'
import type { DeviceNode } from '../wire.ts'
import classes from './detail.module.css'
import { useDevice } from './use-device.ts'

export function FamilyTab({ deviceId }: { deviceId: string }) {
  const { t } = useTranslation()
  const query = useQuery(hierarchyQuery(deviceId))
  return (
    <Loaded query={query}>
      {({ ancestors, tree }) =>
        ancestors.length === 0 && tree.children.length === 0 ? (
          <EmptyState title={t('devices.family.none')} hint={t('devices.family.noneHint')} />
        ) : (
          <ul className={classes.family}>
            <Ancestors above={ancestors} tree={tree} deviceId={deviceId} />
          </ul>
        )
      }
    </Loaded>
  )
}

interface AncestorsProps {
  above: readonly Device[]
  tree: DeviceNode
  deviceId: string
}

function Ancestors({ above, tree, deviceId }: AncestorsProps) {
  const [first, ...rest] = above
  if (!first) return <Branch node={tree} deviceId={deviceId} />
  return (
    <li>
      <Member id={first.id} name={first.name} isHere={false} />
      <ul>
        <Ancestors above={rest} tree={tree} deviceId={deviceId} />
      </ul>
    </li>
  )
}

function Branch({ node, deviceId }: { node: DeviceNode; deviceId: string }) {
  return (
    <li>
      <Member id={node.id} name={node.name} isHere={node.id === deviceId} />
      {node.children.length > 0 ? (
        <ul>
          {node.children.map((child) => (
            <Branch key={child.id} node={child} deviceId={deviceId} />
          ))}
        </ul>
      ) : null}
    </li>
  )
}

function Member({ id, name, isHere }: { id: string; name: string; isHere: boolean }) {
  const { t } = useTranslation()
  const { state } = useDevice(id)
  return (
    <span className={classes.member} aria-current={isHere || undefined}>
      <StateMark state={state} />
      {isHere ? <strong>{name}</strong> : <Link to={`/devices/${id}?tab=family`}>{name}</Link>}
      {isHere ? <span className="quiet">({t('devices.family.here')})</span> : null}
      <LiveValue deviceId={id} metric="active_power" />
    </span>
  )
}

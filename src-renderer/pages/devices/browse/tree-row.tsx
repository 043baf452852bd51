import { IconChevronRight } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { DeviceLock } from '../../../components/lock-mark.tsx'
import { MainValue } from '../main-value.tsx'
import type { TreeLine, TreeNode } from '../model/tree.ts'
import { StateMark } from '../state-mark.tsx'
import classes from './device-tree.module.css'

interface TreeRowProps {
  domId: string
  line: TreeLine
  top: number
  height: number
  isActive: boolean
  isSelected: boolean
  onPress: () => void
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  onToggle: () => void
}

export function TreeRow({
  domId,
  line,
  top,
  height,
  isActive,
  isSelected,
  onPress,
  onKeyDown,
  onToggle,
}: TreeRowProps) {
  const { node, level, isOpen } = line
  const hasChildren = node.children.length > 0
  return (
    <div
      id={domId}
      role="treeitem"
      aria-level={level}
      aria-expanded={hasChildren ? isOpen : undefined}
      aria-selected={isSelected}
      tabIndex={-1}
      className={classes.row}
      data-kind={node.kind}
      data-active={isActive || undefined}
      data-open={isSelected || undefined}
      style={{ transform: `translateY(${top}px)`, height, paddingInlineStart: 8 + (level - 1) * 18 }}
      onClick={onPress}
      onKeyDown={onKeyDown}
    >
      <span
        className={classes.chevron}
        data-open={isOpen || undefined}
        aria-hidden="true"
        onClick={(event) => {
          if (!hasChildren) return
          event.stopPropagation()
          onToggle()
        }}
      >
        {hasChildren ? <IconChevronRight size={15} /> : null}
      </span>
      {node.device || node.worst !== 'normal' ? <StateMark state={node.worst} /> : <span className={classes.noMark} />}
      <NodeName node={node} />
      {node.device ? <DeviceEnd node={node} /> : <BranchEnd node={node} />}
    </div>
  )
}

function NodeName({ node }: { node: TreeNode }) {
  const { t } = useTranslation()
  const fallback = node.kind === 'gateway' ? t('devices.tree.unknownGateway') : t('devices.tree.noPlace')
  const isAway = node.gateway?.is_enabled === true && !node.gateway.is_online
  return (
    <>
      <span className={classes.name}>{node.name || fallback}</span>
      {node.device ? <DeviceLock deviceId={node.id} /> : null}
      {node.gateway ? <span className={classes.note}>{t(`gatewayType.${node.gateway.type}`)}</span> : null}
      {isAway ? <span className={classes.away}>{t('devices.tree.gatewayOffline')}</span> : null}
      {node.device ? <span className={classes.note}>{t(`deviceType.${node.device.type}`)}</span> : null}
    </>
  )
}

function DeviceEnd({ node }: { node: TreeNode }) {
  return (
    <span className={classes.end}>
      <MainValue deviceId={node.id} />
    </span>
  )
}

function BranchEnd({ node }: { node: TreeNode }) {
  const { t } = useTranslation()
  const { online, total, alarms } = node
  return (
    <span className={classes.end}>
      {alarms > 0 ? <span className={classes.alarms}>{t('devices.tree.alarms', { count: alarms })}</span> : null}
      <span className={classes.count} data-short={online < total || undefined} aria-hidden="true">
        {t('devices.tree.online', { online, total })}
      </span>
      <span className="visually-hidden">{t('devices.tree.onlineSpoken', { online, total })}</span>
    </span>
  )
}

import { useVirtualizer } from '@tanstack/react-virtual'
import { useId, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type TreeLine, type TreeNode, treeLines } from '../model/tree.ts'
import classes from './device-tree.module.css'
import { TreeRow } from './tree-row.tsx'
import { useTreeKeys } from './use-tree-keys.ts'

interface DeviceTreeProps {
  roots: readonly TreeNode[]
  isOpen: (node: TreeNode) => boolean
  onToggle: (node: TreeNode, isOpen: boolean) => void
  selectedId: string | null
  onSelect: (deviceId: string) => void
}

const ROW = 32

export function DeviceTree({ roots, isOpen, onToggle, selectedId, onSelect }: DeviceTreeProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const domId = useId()
  const lines = useMemo(() => treeLines(roots, isOpen), [roots, isOpen])
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  })
  const open = ({ node, isOpen: wasOpen }: TreeLine): void => {
    if (node.device) onSelect(node.device.id)
    else onToggle(node, !wasOpen)
  }
  const { active, setActive, onKeyDown } = useTreeKeys({
    lines,
    selectedId,
    show: (index) => virtual.scrollToIndex(index),
    onToggle,
    onOpen: open,
    onFollow: (line) => {
      if (selectedId && line.node.device) onSelect(line.node.device.id)
    },
  })
  const items = virtual.getVirtualItems()
  const activeIndex = lines.findIndex(({ node }) => node.key === active)
  const isActiveDrawn = items.some(({ index }) => index === activeIndex)
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="tree"
      aria-label={t('devices.tree.label')}
      aria-activedescendant={isActiveDrawn ? `${domId}-${activeIndex}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onMouseDown={(event) => {
        // The keys stay with the tree: a pressed line may be scrolled out of existence.
        event.preventDefault()
        scroller.current?.focus({ preventScroll: true })
      }}
    >
      <div role="presentation" className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const line = lines[index]
          if (!line) return null
          return (
            <TreeRow
              key={line.node.key}
              domId={`${domId}-${index}`}
              line={line}
              top={start}
              height={ROW}
              onKeyDown={onKeyDown}
              isActive={line.node.key === active}
              isSelected={line.node.device !== null && line.node.device.id === selectedId}
              onPress={() => {
                setActive(line.node.key)
                open(line)
              }}
              onToggle={() => {
                setActive(line.node.key)
                onToggle(line.node, !line.isOpen)
              }}
            />
          )
        })}
      </div>
    </div>
  )
}

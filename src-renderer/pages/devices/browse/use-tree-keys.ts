import { type KeyboardEvent, useState } from 'react'
import type { TreeLine, TreeNode } from '../model/tree.ts'

interface TreeKeys {
  lines: readonly TreeLine[]
  selectedId: string | null
  show: (index: number) => void
  onToggle: (node: TreeNode, isOpen: boolean) => void
  onOpen: (line: TreeLine) => void
  /** The active line moved: with a detail open, the detail follows. */
  onFollow: (line: TreeLine) => void
}

const PAGE = 15
const STEPS: ReadonlyMap<string, (at: number, count: number) => number> = new Map([
  ['ArrowDown', (at: number) => at + 1],
  ['ArrowUp', (at: number) => at - 1],
  ['PageDown', (at: number) => at + PAGE],
  ['PageUp', (at: number) => at - PAGE],
  ['Home', () => 0],
  ['End', (_at: number, count: number) => count - 1],
])

/** The keys of a tree: up and down through the lines, right opens or goes in, left closes or goes out. */
export function useTreeKeys({ lines, selectedId, show, onToggle, onOpen, onFollow }: TreeKeys) {
  const [chosen, setActive] = useState<string | null>(null)
  const active = chosen ?? lines.find(({ node }) => node.device && node.device.id === selectedId)?.node.key ?? null
  const at = active === null ? -1 : lines.findIndex(({ node }) => node.key === active)

  const moveTo = (index: number): void => {
    const clamped = Math.min(lines.length - 1, Math.max(0, index))
    const line = lines[clamped]
    if (!line) return
    setActive(line.node.key)
    show(clamped)
    onFollow(line)
  }
  const inward = (line: TreeLine): void => {
    if (line.node.children.length === 0) return
    if (line.isOpen) moveTo(at + 1)
    else onToggle(line.node, true)
  }
  const outward = (line: TreeLine): void => {
    if (line.isOpen) onToggle(line.node, false)
    else if (line.parentKey) moveTo(lines.findIndex(({ node }) => node.key === line.parentKey))
  }
  const act = (key: string, line: TreeLine): boolean => {
    if (key === 'ArrowRight') inward(line)
    else if (key === 'ArrowLeft') outward(line)
    else if (key === 'Enter' || key === ' ') onOpen(line)
    else return false
    return true
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const line = lines[at]
    const step = STEPS.get(event.key)
    if (step) moveTo(step(at, lines.length))
    else if (!line || !act(event.key, line)) return
    event.preventDefault()
    event.stopPropagation()
  }
  return { active, setActive, onKeyDown }
}

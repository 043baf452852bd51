import { ActionIcon, Button, SegmentedControl, Select } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import {
  type GroupDraft,
  isLeafType,
  LEAF_TYPES,
  type LeafDraft,
  type NodeDraft,
  negated,
  newGroup,
  newLeaf,
  replaced,
} from './condition-draft.ts'
import type { PolicyFieldsProps } from './fields.ts'
import { LeafFields } from './leaf-fields.tsx'
import classes from './policy-editor.module.css'
import { leafFault } from './policy-faults.ts'

/** As deep as the hub takes them. */
const MAX_DEPTH = 5

/** One condition, or several joined by all, any and not. */
export function ConditionFields({ draft, change, fault }: PolicyFieldsProps) {
  const { t } = useTranslation()
  const root = draft.condition
  const edit: Edit = (key, make) => change({ condition: replaced(root, key, make) ?? newLeaf() })
  return (
    <>
      <Node node={root} depth={0} edit={edit} fault={fault} isRoot />
      {root.node === 'group' ? null : (
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            onClick={() => edit(root.key, (node) => newGroup([node, newLeaf()]))}
          >
            {t('policies.combine')}
          </Button>
        </div>
      )}
    </>
  )
}

type Edit = (key: string, make: (node: NodeDraft) => NodeDraft | null) => void

interface NodeProps {
  node: NodeDraft
  depth: number
  edit: Edit
  fault: PolicyFieldsProps['fault']
  isRoot?: boolean
  /** The one around it that turns it into its opposite. */
  notKey?: string | null
}

function Node(props: NodeProps) {
  const { node, notKey = null } = props
  if (node.node === 'not' && notKey === null) return <Node {...props} node={node.part} notKey={node.key} />
  if (node.node === 'not') return <Node {...props} notKey={null} />
  return node.node === 'group' ? <Group {...props} node={node} /> : <Leaf {...props} node={node} />
}

function Leaf({ node, edit, fault, isRoot = false, notKey = null }: NodeProps & { node: LeafDraft }) {
  const { t } = useTranslation()
  const change = (part: Partial<LeafDraft>) =>
    edit(node.key, (before) => (before.node === 'leaf' ? { ...before, ...part } : before))
  const type = (
    <Select
      aria-label={t('policies.condition')}
      data={LEAF_TYPES.map((value) => ({ value, label: t(`policies.conditionType.${value}`) }))}
      allowDeselect={false}
      maxDropdownHeight={320}
      value={node.type}
      onChange={(next) => {
        if (isLeafType(next)) change({ type: next })
      }}
    />
  )
  const fields = <LeafFields leaf={node} change={change} fault={(field) => fault(leafFault(node, field))} />
  if (isRoot && notKey === null) {
    return (
      <>
        {type}
        {fields}
      </>
    )
  }
  return (
    <fieldset className={classes.part} aria-label={t(`policies.conditionType.${node.type}`)}>
      <div className={classes.partHead}>
        <NotToggle node={node} notKey={notKey} edit={edit} />
        {type}
        <Remove nodeKey={notKey ?? node.key} edit={edit} />
      </div>
      {fields}
    </fieldset>
  )
}

function Group({ node, depth, edit, fault, notKey = null }: NodeProps & { node: GroupDraft }) {
  const { t } = useTranslation()
  const add = (part: NodeDraft) =>
    edit(node.key, (group) => (group.node === 'group' ? { ...group, parts: [...group.parts, part] } : group))
  return (
    <fieldset className={classes.part} aria-label={t(`policies.group.${node.type}`)}>
      <div className={classes.partHead}>
        <NotToggle node={node} notKey={notKey} edit={edit} />
        <SegmentedControl
          aria-label={t('policies.group.label')}
          data={(['all', 'any'] as const).map((value) => ({ value, label: t(`policies.group.${value}`) }))}
          value={node.type}
          onChange={(type) =>
            edit(node.key, (group) =>
              group.node === 'group' ? { ...group, type: type === 'any' ? 'any' : 'all' } : group,
            )
          }
        />
        <Remove nodeKey={notKey ?? node.key} edit={edit} />
      </div>
      {node.parts.map((part, index) => (
        <div key={part.key} className={classes.partRow}>
          {index === 0 ? null : <div className={classes.joint}>{t(`policies.joint.${node.type}`)}</div>}
          <Node node={part} depth={depth + 1} edit={edit} fault={fault} />
        </div>
      ))}
      <div className={classes.partFoot}>
        <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => add(newLeaf())}>
          {t('policies.addCondition')}
        </Button>
        {depth < MAX_DEPTH - 2 ? (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            onClick={() => add(newGroup([newLeaf(), newLeaf()], node.type === 'all' ? 'any' : 'all'))}
          >
            {t('policies.addGroup')}
          </Button>
        ) : null}
      </div>
    </fieldset>
  )
}

function NotToggle({ node, notKey, edit }: { node: NodeDraft; notKey: string | null; edit: Edit }) {
  const { t } = useTranslation()
  const toggle = () =>
    notKey === null ? edit(node.key, negated) : edit(notKey, (around) => (around.node === 'not' ? around.part : around))
  return (
    <button
      type="button"
      className={classes.not}
      aria-pressed={notKey !== null}
      title={t('policies.notHint')}
      onClick={toggle}
    >
      {t('policies.not')}
    </button>
  )
}

function Remove({ nodeKey, edit }: { nodeKey: string; edit: Edit }) {
  const { t } = useTranslation()
  return (
    <ActionIcon
      className={classes.remove}
      variant="subtle"
      color="gray"
      aria-label={t('policies.removePart')}
      onClick={() => edit(nodeKey, () => null)}
    >
      <IconX size={16} />
    </ActionIcon>
  )
}

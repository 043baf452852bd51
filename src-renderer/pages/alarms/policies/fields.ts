import type { LeafDraft } from './condition-draft.ts'
import type { PolicyDraft } from './policy-draft.ts'

/** What every part of the policy form is given. */
export interface PolicyFieldsProps {
  draft: PolicyDraft
  change: (part: Partial<PolicyDraft>) => void
  /** The words for what is wrong with a field, once somebody has tried to save. */
  fault: (field: string) => string | null
}

/** What the fields of one condition are given. */
export interface LeafFieldsProps {
  leaf: LeafDraft
  change: (part: Partial<LeafDraft>) => void
  fault: (field: keyof LeafDraft) => string | null
}

import type { PolicyDraft } from './policy-draft.ts'

/** What every part of the policy form is given. */
export interface PolicyFieldsProps {
  draft: PolicyDraft
  change: (part: Partial<PolicyDraft>) => void
  fault: (field: keyof PolicyDraft) => string | null
}

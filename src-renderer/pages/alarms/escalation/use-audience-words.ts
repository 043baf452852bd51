import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import {
  type AudienceKind,
  audiencesQuery,
  type EscalationStep,
  rostersQuery,
} from '../../../api/queries/annunciation.ts'
import { useRoleName } from '../../admin/roles/use-role-name.ts'
import type { Choice } from '../maintenance/use-maintenance-targets.ts'

/** Whom a step can name, and what they are called. */
export function useAudiences() {
  const audiences = useQuery(audiencesQuery)
  const rosters = useQuery(rostersQuery)
  const roleName = useRoleName()
  const choices = useMemo<Partial<Record<AudienceKind, Choice[]>>>(
    () => ({
      role: (audiences.data?.roles ?? []).map(({ id, name }) => ({ value: id, label: roleName(name) })),
      user: (audiences.data?.people ?? []).map(({ id, name, email }) => ({ value: id, label: name ?? email })),
      roster: (rosters.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
    }),
    [audiences.data, rosters.data, roleName],
  )
  const nameOf = useMemo(
    () =>
      ({ kind, value }: EscalationStep['to']): string =>
        choices[kind] === undefined ? value : (choices[kind]?.find((choice) => choice.value === value)?.label ?? '—'),
    [choices],
  )
  return { choices, nameOf }
}

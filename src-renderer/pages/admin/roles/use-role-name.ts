import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

const BUILT_IN = ['Administrator', 'Operator', 'Technician', 'Viewer'] as const

/** Built-in roles have one name in the hub and a word in each language; a tenant's own keep theirs. */
export function useRoleName(): (name: string | null) => string {
  const { t } = useTranslation()
  return useCallback(
    (name) => {
      const known = BUILT_IN.find((one) => one === name)
      return known ? t(`admin.roles.builtIn.${known}`) : (name ?? '—')
    },
    [t],
  )
}

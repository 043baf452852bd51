import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** @returns how a session is called: LOTO-0042. */
export function useLotoNumber(): (number: number) => string {
  const { t } = useTranslation()
  return useCallback((number) => t('loto.number', { number: String(number).padStart(4, '0') }), [t])
}

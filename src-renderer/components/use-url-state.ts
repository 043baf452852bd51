import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/**
 * A piece of state that lives in the address, so that a view can be sent to a colleague.
 * The default is not written. Changing a filter replaces the entry; opening a detail adds one, so that Back closes it.
 */
export function useUrlState(
  key: string,
  fallback = '',
  history: 'replace' | 'push' = 'replace',
): [string, (value: string | null) => void] {
  const [params, setParams] = useSearchParams()
  const value = params.get(key) ?? fallback
  const set = useCallback(
    (next: string | null) => {
      setParams(
        (before) => {
          const after = new URLSearchParams(before)
          if (next === null || next === '' || next === fallback) after.delete(key)
          else after.set(key, next)
          return after
        },
        { replace: history === 'replace' },
      )
    },
    [key, fallback, history, setParams],
  )
  return [value, set]
}

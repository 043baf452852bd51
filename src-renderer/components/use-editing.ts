import { useCallback } from 'react'
import { useUrlState } from './use-url-state.ts'

export const NEW = 'new'

/** Which row's form is open, in the address: an id, `new`, or none. */
export function useEditing() {
  const [id, setId] = useUrlState('edit', '', 'push')
  const close = useCallback(() => setId(null), [setId])
  return { id, isNew: id === NEW, open: setId, close }
}

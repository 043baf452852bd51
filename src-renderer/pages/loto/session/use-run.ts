import { useTranslation } from 'react-i18next'
import { useLotoAct } from '../../../api/queries/loto.ts'
import { toast } from '../../../components/toast.tsx'
import type { tr } from '../words.ts'

export type Done = keyof (typeof tr)['done']

/** Sends an act, reads everything again, and says that it is done. */
export function useRun() {
  const { t } = useTranslation()
  const act = useLotoAct((request: () => Promise<unknown>) => request())
  return async (done: Done, request: () => Promise<unknown>): Promise<void> => {
    await act.mutateAsync(request)
    toast(t(`loto.done.${done}`))
  }
}

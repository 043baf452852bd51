import { useState } from 'react'
import { useErrorText } from '../../components/error-state.tsx'

/** One answer at a time: whether it is awaited, and what stood in the way. */
export function useSubmit() {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const text = useErrorText(error)
  return {
    isBusy,
    fault: error === null ? null : text,
    /** Says what is missing, and sends nothing. */
    refuse: (words: string) => setError(new Error(words)),
    submit: (work: () => Promise<unknown>, onDone: () => void, onRefused?: () => void) => {
      setBusy(true)
      setError(null)
      work()
        .then(onDone, (refusal: unknown) => {
          onRefused?.()
          setError(refusal)
        })
        .finally(() => setBusy(false))
    },
  }
}

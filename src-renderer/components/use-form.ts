import { useState } from 'react'

/** The fields of a form and what stands in the way of saving; faults show only after the first try. */
export function useForm<Fields extends object>(
  initial: Fields,
  check: (fields: Fields) => Partial<Record<keyof Fields, string | null>>,
) {
  const [fields, setFields] = useState(initial)
  const [isTried, setTried] = useState(false)
  const faults = check(fields)
  return {
    fields,
    change: (part: Partial<Fields>) => setFields((before) => ({ ...before, ...part })),
    fault: (field: keyof Fields) => (isTried ? (faults[field] ?? null) : null),
    /** @returns true when everything may be sent. */
    tryOut: () => {
      setTried(true)
      return Object.values(faults).every((fault) => !fault)
    },
  }
}

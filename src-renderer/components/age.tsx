import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'

interface AgeProps {
  since: string
  /** An end stops the clock. */
  until?: string | null
}

export function Age({ since, until = null }: AgeProps) {
  if (until !== null) return <FixedAge ageMs={Date.parse(until) - Date.parse(since)} />
  return <RunningAge sinceMs={Date.parse(since)} />
}

function FixedAge({ ageMs }: { ageMs: number }) {
  const format = useFormat()
  return <span className="tabular quiet">{format.age(ageMs)}</span>
}

function RunningAge({ sinceMs }: { sinceMs: number }) {
  const format = useFormat()
  const now = useNow()
  return <span className="tabular">{format.age(now - sinceMs)}</span>
}

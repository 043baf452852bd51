import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { useMay } from '../api/queries/session.ts'
import { PLACES } from '../routes.tsx'
import { runShellAct } from './shell-acts.ts'

const CHORD_MS = 1200

interface ShellKeys {
  isWall: boolean
  setWall: (isOn: boolean) => void
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
      target.closest('[role="dialog"]') !== null)
  )
}

/** One letter each; none fires while somebody types. G and then a letter goes to a page. */
export function useShellKeys({ isWall, setWall }: ShellKeys): void {
  const navigate = useNavigate()
  const may = useMay()
  useEffect(() => {
    let chordUntilMs = 0
    const acts: Record<string, () => void> = {
      '?': () => runShellAct('help'),
      w: () => setWall(!isWall),
      s: () => runShellAct('silence'),
      n: () => runShellAct('newest'),
      '/': () => document.querySelector<HTMLInputElement>('[data-search]')?.focus(),
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const key = event.key.toLocaleLowerCase('en')
      if (event.timeStamp < chordUntilMs) {
        chordUntilMs = 0
        const place = PLACES.find((one) => one.key === key && one.needs.some(may))
        if (!place) return
        event.preventDefault()
        Promise.resolve(navigate(place.path)).catch(() => undefined)
        return
      }
      if (key === 'g') {
        chordUntilMs = event.timeStamp + CHORD_MS
        return
      }
      const act = acts[key]
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [navigate, may, isWall, setWall])
}

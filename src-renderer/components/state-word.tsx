import type { ReactNode } from 'react'
import classes from './state-word.module.css'

export type StateShape = 'full' | 'half' | 'empty' | 'cross'

const PATHS: Record<StateShape, ReactNode> = {
  full: <circle cx="6" cy="6" r="4" className={classes.fill} />,
  half: (
    <>
      <circle cx="6" cy="6" r="4" className={classes.line} />
      <path d="M6 2a4 4 0 0 0 0 8Z" className={classes.fill} />
    </>
  ),
  empty: <circle cx="6" cy="6" r="4" className={classes.line} />,
  cross: <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" className={classes.line} />,
}

/** Normal states are shape and word, never colour. */
export function StateWord({ shape, children }: { shape: StateShape; children: ReactNode }) {
  return (
    <span className={classes.root} data-shape={shape}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        {PATHS[shape]}
      </svg>
      <span className="truncate">{children}</span>
    </span>
  )
}

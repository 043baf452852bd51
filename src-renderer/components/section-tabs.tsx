import type { ReactNode } from 'react'
import classes from './section-tabs.module.css'

/** Links between the parts of one page, drawn as tabs: each has an address of its own. */
export function SectionTabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className={classes.root} aria-label={label}>
      {children}
    </nav>
  )
}

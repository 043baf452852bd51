import type { ReactNode } from 'react'
import classes from './page-header.module.css'
import { useTitle } from './use-title.ts'

interface PageHeaderProps {
  title: string
  /** A count or a state, small, beside the title. */
  note?: ReactNode
  /** Tabs or a filter, in the middle. */
  children?: ReactNode
  /** Buttons at the right end. */
  actions?: ReactNode
}

export function PageHeader({ title, note, children, actions }: PageHeaderProps) {
  useTitle(title)
  return (
    <header className={classes.root}>
      <h1 className={classes.title}>{title}</h1>
      {note ? <span className={classes.note}>{note}</span> : null}
      <div className={classes.middle}>{children}</div>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </header>
  )
}

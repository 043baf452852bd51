import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

interface EmptyStateProps {
  title: string
  hint?: ReactNode
  icon?: ReactNode
  /** What to do next: one button. */
  action?: ReactNode
  isCompact?: boolean
  /** It stands for a whole page, so its title is the page's. */
  isPage?: boolean
}

export function EmptyState({ title, hint, icon, action, isCompact = false, isPage = false }: EmptyStateProps) {
  const Title = isPage ? 'h1' : 'p'
  return (
    <div className={classes.root} data-compact={isCompact || undefined}>
      {icon ? (
        <div className={classes.icon} aria-hidden="true">
          {icon}
        </div>
      ) : null}
      <Title className={classes.title}>{title}</Title>
      {hint ? <p className={classes.hint}>{hint}</p> : null}
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  )
}

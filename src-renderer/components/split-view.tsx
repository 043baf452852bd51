import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './split-view.module.css'

interface SplitViewProps {
  /** The list; it stays in sight and keeps its place. */
  children: ReactNode
  /** The detail beside it, or null. */
  detail: ReactNode
  detailLabel: string
  onClose: () => void
  /** Width of the detail in pixels; on narrow windows it covers the list. */
  width?: number
}

/** Something above the page has the first claim on Escape. Closed lists of options stay in the document, unseen. */
function isLayerOpen(): boolean {
  const layers = document.querySelectorAll('[role="dialog"], [role="listbox"], [role="menu"]')
  return [...layers].some((layer) => layer.checkVisibility())
}

/** Detail opens in a drawer beside its list, so that context stays. Escape closes it. */
export function SplitView({ children, detail, detailLabel, onClose, width = 460 }: SplitViewProps) {
  const { t } = useTranslation()
  const isOpen = detail !== null && detail !== undefined && detail !== false
  useEffect(() => {
    if (!isOpen) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      if (!isLayerOpen()) onClose()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [isOpen, onClose])
  return (
    <div className={classes.root}>
      <div className={classes.list}>{children}</div>
      {isOpen ? (
        <aside className={classes.detail} style={{ width }} aria-label={detailLabel}>
          <ActionIcon className={classes.close} onClick={onClose} aria-label={t('shell.keys.close')}>
            <IconX size={18} />
          </ActionIcon>
          {detail}
        </aside>
      ) : null}
    </div>
  )
}

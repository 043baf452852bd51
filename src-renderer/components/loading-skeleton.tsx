import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './loading-skeleton.module.css'

const DELAY_MS = 150
const WIDTHS = ['62%', '84%', '47%', '73%', '55%', '90%', '66%', '39%']

/** Appears only when loading takes long enough to notice. */
export function LoadingSkeleton({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation()
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), DELAY_MS)
    return () => clearTimeout(timer)
  }, [])
  if (!isShown) return null
  return (
    <div className={classes.root} role="status">
      <span className="visually-hidden">{t('load.loading')}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div
          key={WIDTHS[index % WIDTHS.length] + String(index)}
          className={classes.bar}
          style={{ width: WIDTHS[index % WIDTHS.length] }}
        />
      ))}
    </div>
  )
}

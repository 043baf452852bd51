import { useTranslation } from 'react-i18next'
import { SEVERITIES, type Severity } from '../api/types.ts'
import classes from './severity-mark.module.css'

/** Shape, number and colour say the same thing three times, so that losing one loses nothing. */
const SHAPES: Record<Severity, { path: string; figure: string; figureY: number }> = {
  critical: { path: 'M10 0.8 19.2 10 10 19.2 0.8 10Z', figure: '1', figureY: 13.8 },
  high: { path: 'M10 1.2 19.4 18.2H0.6Z', figure: '2', figureY: 16.2 },
  medium: { path: 'M10 1a9 9 0 1 1 0 18 9 9 0 0 1 0-18Z', figure: '3', figureY: 13.9 },
  low: { path: 'M2 2H18V18H2Z', figure: '4', figureY: 13.9 },
  info: { path: 'M5 2H15a3 3 0 0 1 3 3V15a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3Z', figure: 'i', figureY: 13.9 },
}

export const SEVERITY_RANK: Record<Severity, number> = { critical: 1, high: 2, medium: 3, low: 4, info: 5 }

export function worstSeverity(severities: Iterable<Severity | null>): Severity | null {
  const present = new Set(severities)
  return SEVERITIES.find((severity) => present.has(severity)) ?? null
}

interface SeverityMarkProps {
  severity: Severity
  size?: number
  /** Nobody has acknowledged it yet: the mark calls at 1 Hz. */
  isCalling?: boolean
  /** The word is already beside it. */
  isSilent?: boolean
}

export function SeverityMark({ severity, size = 16, isCalling = false, isSilent = false }: SeverityMarkProps) {
  const { t } = useTranslation()
  const shape = SHAPES[severity]
  return (
    <span
      className={classes.root}
      data-severity={severity}
      data-calling={isCalling || undefined}
      style={{ width: size, height: size }}
    >
      <svg viewBox="0 0 20 20" width={size} height={size} aria-hidden="true">
        <path d={shape.path} className={classes.shape} />
        <text x="10" y={shape.figureY} className={classes.figure}>
          {shape.figure}
        </text>
      </svg>
      {isSilent ? null : <span className="visually-hidden">{t(`severity.${severity}`)}</span>}
    </span>
  )
}

/** Mark and word together. */
export function SeverityWord({ severity, isCalling = false }: { severity: Severity; isCalling?: boolean }) {
  const { t } = useTranslation()
  return (
    <span className={classes.word}>
      <SeverityMark severity={severity} isCalling={isCalling} isSilent />
      {t(`severity.${severity}`)}
    </span>
  )
}

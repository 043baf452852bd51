import classes from './brand.module.css'

/** A pontoon with its fingers, and a light at the end. */
export function BrandMark({ size = 22 }: { size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" className={classes.mark}>
      <path d="M11 3v18M3.5 8H11M3.5 15H11M11 8h7.5M11 15h4" />
      <circle cx="18.6" cy="17.6" r="2.6" />
    </svg>
  )
}

export function Brand({ isSmall = false }: { isSmall?: boolean }) {
  return (
    <span className={classes.root}>
      <BrandMark />
      {isSmall ? null : <span className={classes.name}>Quaywatch</span>}
    </span>
  )
}

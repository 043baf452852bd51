import classes from './loto.module.css'

/** Why nothing was done, read out at once. */
export function Fault({ text }: { text: string | null }) {
  if (text === null) return null
  return (
    <p role="alert" className={classes.fault}>
      {text}
    </p>
  )
}

import type { ReactNode } from 'react'
import classes from './choice-bar.module.css'

interface ChoiceBarProps<Key extends string> {
  label: string
  choices: readonly { key: Key; word: ReactNode; count?: number | null }[]
  chosen: Key
  onChoose: (key: Key) => void
}

/** One of a few, as quiet words in a row. */
export function ChoiceBar<Key extends string>({ label, choices, chosen, onChoose }: ChoiceBarProps<Key>) {
  return (
    <fieldset className={classes.root} aria-label={label}>
      {choices.map(({ key, word, count }) => (
        <button
          key={key}
          type="button"
          className={classes.choice}
          aria-pressed={key === chosen}
          onClick={() => onChoose(key)}
        >
          {word}
          {count ? <span className={classes.count}>{count}</span> : null}
        </button>
      ))}
    </fieldset>
  )
}

interface ChoiceSetProps<Key extends string | number> {
  label: string
  choices: readonly { key: Key; word: ReactNode }[]
  chosen: readonly Key[]
  className?: string | undefined
  onChange: (chosen: Key[]) => void
}

/** Any number of a few; what is chosen last comes last. */
export function ChoiceSet<Key extends string | number>(props: ChoiceSetProps<Key>) {
  const { label, choices, chosen, className, onChange } = props
  return (
    <fieldset className={className ? `${classes.root} ${className}` : classes.root} aria-label={label}>
      {choices.map(({ key, word }) => (
        <button
          key={key}
          type="button"
          className={classes.choice}
          aria-pressed={chosen.includes(key)}
          onClick={() => onChange(chosen.includes(key) ? chosen.filter((other) => other !== key) : [...chosen, key])}
        >
          {word}
        </button>
      ))}
    </fieldset>
  )
}

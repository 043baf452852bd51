import { ActionIcon } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from './copy-button.tsx'
import classes from './copy-facts.module.css'

/** Names and values that are to be entered elsewhere, letter by letter. */
export function CopyFacts({ children }: { children: ReactNode }) {
  return <dl className={classes.root}>{children}</dl>
}

export function CopyFact({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <span className={classes.value}>{text}</span>
        <CopyButton text={text} />
      </dd>
    </>
  )
}

/** Not for whoever looks over a shoulder: shown when it is asked for, copied without. */
export function SecretFact({ name, text }: { name: string; text: string }) {
  const { t } = useTranslation()
  const [isShown, setShown] = useState(false)
  const Icon = isShown ? IconEyeOff : IconEye
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <span className={classes.value} data-hidden={isShown ? undefined : true}>
          {isShown ? text : '•'.repeat(12)}
        </span>
        <ActionIcon aria-label={t('action.show')} aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          <Icon size={16} stroke={1.6} />
        </ActionIcon>
        <CopyButton text={text} />
      </dd>
    </>
  )
}

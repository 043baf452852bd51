import { Button } from '@mantine/core'
import { type FormEvent, type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './card.module.css'
import { FormFault } from './side-form.tsx'

/** A page of a few subjects side by side. */
export function Cards({ children }: { children: ReactNode }) {
  return <div className={classes.page}>{children}</div>
}

export function Card({ title, children }: { title: string; children: ReactNode }) {
  const titleId = useId()
  return (
    <section className={classes.card} aria-labelledby={titleId}>
      <h2 id={titleId} className={classes.title}>
        {title}
      </h2>
      {children}
    </section>
  )
}

interface CardFormProps {
  onSubmit: (event: FormEvent) => void
  /** Without it the form is shown, but nothing can be changed. */
  canWrite: boolean
  isBusy: boolean
  /** Why the last try was refused. */
  fault: string | null
  children: ReactNode
}

/** Settings that are saved together. */
export function CardForm({ onSubmit, canWrite, isBusy, fault, children }: CardFormProps) {
  const { t } = useTranslation()
  return (
    <form className={classes.form} onSubmit={onSubmit} noValidate autoComplete="off">
      <fieldset disabled={!canWrite}>
        {children}
        <FormFault text={fault} />
        {canWrite ? (
          <Button type="submit" variant="filled" loading={isBusy} className={classes.save ?? ''}>
            {t('action.save')}
          </Button>
        ) : null}
      </fieldset>
    </form>
  )
}

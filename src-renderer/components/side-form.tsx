import { Button } from '@mantine/core'
import { type FormEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './side-form.module.css'

interface SideFormProps {
  title: string
  onSubmit: (event: FormEvent) => void
  /** Shown, but nothing can be changed. */
  isReadOnly?: boolean
  children: ReactNode
}

/** A form in the drawer beside a list. */
export function SideForm({ title, onSubmit, isReadOnly = false, children }: SideFormProps) {
  const titleId = useId()
  return (
    <form className={classes.root} onSubmit={onSubmit} aria-labelledby={titleId} noValidate autoComplete="off">
      <h2 id={titleId} className={classes.title}>
        {title}
      </h2>
      <fieldset className={classes.fields} disabled={isReadOnly}>
        {children}
      </fieldset>
    </form>
  )
}

export function FormSection({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      {title ? <h3 className={classes.sectionTitle}>{title}</h3> : null}
      {children}
    </section>
  )
}

export function FormFault({ text }: { text: string | null }) {
  const { t } = useTranslation()
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // It comes at the end of a form that may be longer than the window.
    if (text) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [text])
  if (!text) return null
  return (
    <div ref={ref} role="alert" className={classes.fault}>
      <b>{t('form.failed')}</b>
      <p>{text}</p>
    </div>
  )
}

interface FormButtonsProps {
  saveWord: string
  isBusy: boolean
  onCancel: () => void
  onDelete?: (() => void) | null
}

export function FormButtons({ saveWord, isBusy, onCancel, onDelete = null }: FormButtonsProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.buttons}>
      {onDelete ? <Button onClick={onDelete}>{t('action.delete')}</Button> : null}
      <span className={classes.gap} />
      <Button onClick={onCancel}>{t('action.cancel')}</Button>
      <Button type="submit" variant="filled" loading={isBusy}>
        {saveWord}
      </Button>
    </div>
  )
}

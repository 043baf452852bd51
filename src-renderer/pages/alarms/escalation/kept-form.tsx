import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAnnunciationChange } from '../../../api/queries/annunciation.ts'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { FormButtons, FormFault, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'

interface KeptFormProps {
  title: string
  /** Where it is kept; saving something new is a POST to the list that it joins. */
  path: string
  method: 'POST' | 'PUT'
  /** What is sent; null while the fields are not fit to be. */
  body: () => unknown
  /** Set where there is something to delete: its name, and what goes with it. */
  removal?: { readonly name: string; readonly hint: string } | null
  isReadOnly: boolean
  onClose: () => void
  children: ReactNode
}

/** How a chain, a roster or a ladder is saved and deleted; the fields are the caller's. */
export function KeptForm({ title, path, method, body, removal = null, isReadOnly, onClose, children }: KeptFormProps) {
  const { t } = useTranslation()
  const save = useAnnunciationChange()
  const errorText = useErrorText(save.error)
  const [isDeleting, setDeleting] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const sent = body()
    if (sent === null) return
    save.mutate(
      { method, path, body: sent },
      {
        onSuccess: () => {
          toast(t('annunciation.saved'))
          onClose()
        },
      },
    )
  }
  return (
    <SideForm title={title} onSubmit={submit} isReadOnly={isReadOnly}>
      {children}
      <FormFault text={save.isError ? errorText : null} />
      {isReadOnly ? null : (
        <FormButtons
          saveWord={t('action.save')}
          isBusy={save.isPending}
          onCancel={onClose}
          onDelete={removal ? () => setDeleting(true) : null}
        />
      )}
      {removal ? (
        <ConfirmAct
          isOpen={isDeleting}
          onClose={() => setDeleting(false)}
          title={t('form.confirmDelete', { name: removal.name })}
          verb={t('action.delete')}
          run={async () => {
            await save.mutateAsync({ method: 'DELETE', path })
            onClose()
          }}
        >
          {removal.hint}
        </ConfirmAct>
      ) : null}
    </SideForm>
  )
}

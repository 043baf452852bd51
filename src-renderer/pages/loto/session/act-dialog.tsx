import { Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmAct } from '../../../components/confirm-act.tsx'

interface ActDialogProps {
  title: string
  verb: string
  /** Exactly what will change. */
  children: ReactNode
  note?: 'none' | 'optional' | 'required'
  isPhysical?: boolean
  run: (note: string) => Promise<unknown>
  onClose: () => void
}

/** An act with its consequence and, where one is wanted, a note for the record. */
export function ActDialog({ title, verb, children, note = 'none', isPhysical = false, run, onClose }: ActDialogProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const isMissing = note === 'required' && text.trim() === ''
  const act = () => (isMissing ? Promise.reject(new Error(t('loto.session.noteRequired'))) : run(text.trim()))
  return (
    <ConfirmAct isOpen onClose={onClose} title={title} verb={verb} isPhysical={isPhysical} run={act}>
      <p>{children}</p>
      {note === 'none' ? null : (
        <Textarea
          mt={12}
          label={note === 'required' ? t('loto.session.reason') : `${t('loto.session.note')} (${t('form.optional')})`}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={1000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
    </ConfirmAct>
  )
}

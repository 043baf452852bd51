import { Button, Checkbox } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LotoSession } from '../../../api/loto-types.ts'
import { loto } from '../../../api/queries/loto.ts'
import { useErrorText } from '../../../components/error-state.tsx'
import classes from './session.module.css'
import { useRun } from './use-run.ts'

/** Two statements, each made by a hand of its own: nothing is ticked beforehand that was not said before. */
export function ClearForm({ session }: { session: LotoSession }) {
  const { t } = useTranslation()
  const run = useRun()
  const [hasTools, setTools] = useState(session.checklist.tools_cleared)
  const [hasPeople, setPeople] = useState(session.checklist.people_cleared)
  const [error, setError] = useState<unknown>(null)
  const errorText = useErrorText(error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    run('clear', () => loto.clear(session.id, { tools_cleared: hasTools, people_cleared: hasPeople })).then(
      () => setError(null),
      setError,
    )
  }
  return (
    <form className={classes.clear} onSubmit={submit}>
      <Checkbox
        size="md"
        label={t('loto.session.tools')}
        checked={hasTools}
        onChange={(event) => setTools(event.currentTarget.checked)}
      />
      <Checkbox
        size="md"
        label={t('loto.session.people')}
        checked={hasPeople}
        onChange={(event) => setPeople(event.currentTarget.checked)}
      />
      {error ? (
        <p role="alert" className={classes.fault}>
          {errorText}
        </p>
      ) : null}
      <div className={classes.acts}>
        <Button type="submit" variant="filled" disabled={!hasTools || !hasPeople}>
          {t('loto.act.clear')}
        </Button>
      </div>
    </form>
  )
}

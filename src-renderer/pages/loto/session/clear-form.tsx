import { Button, Checkbox } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LotoSession } from '../../../api/loto-types.ts'
import { loto } from '../../../api/queries/loto.ts'
import { Fault } from '../fault.tsx'
import { useSubmit } from '../use-submit.ts'
import classes from './session.module.css'
import { useRun } from './use-run.ts'

/** Two statements, each made by a hand of its own: nothing is ticked beforehand that was not said before. */
export function ClearForm({ session }: { session: LotoSession }) {
  const { t } = useTranslation()
  const run = useRun()
  const [hasTools, setTools] = useState(session.checklist.tools_cleared)
  const [hasPeople, setPeople] = useState(session.checklist.people_cleared)
  const { fault, isBusy, submit } = useSubmit()
  const declare = (event: FormEvent) => {
    event.preventDefault()
    const checklist = { tools_cleared: hasTools, people_cleared: hasPeople }
    submit(
      () => run('clear', () => loto.clear(session.id, checklist)),
      () => undefined,
    )
  }
  return (
    <form className={classes.clear} onSubmit={declare}>
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
      <Fault text={fault} />
      <div className={classes.acts}>
        <Button type="submit" variant="filled" loading={isBusy} disabled={!hasTools || !hasPeople}>
          {t('loto.act.clear')}
        </Button>
      </div>
    </form>
  )
}

import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LotoSession } from '../../../api/loto-types.ts'
import { loto, lotoPeopleQuery } from '../../../api/queries/loto.ts'
import { useSession } from '../../../api/queries/session.ts'
import { PinDialog } from '../pin/pin-dialog.tsx'
import { useLotoNumber } from '../use-number.ts'
import { useRun } from './use-run.ts'

/** Shift change: whatever the giver holds in the session goes to one other person, once that one accepts. */
export function HandoverDialog({ session, onClose }: { session: LotoSession; onClose: () => void }) {
  const { t } = useTranslation()
  const { user } = useSession()
  const run = useRun()
  const number = useLotoNumber()(session.number)
  const people = useQuery(lotoPeopleQuery).data ?? []
  const others = people.filter(({ id, can_work }) => can_work && id !== user.id)
  const [to, setTo] = useState<string | null>(null)
  return (
    <PinDialog
      title={`${number} · ${t('loto.handover.title')}`}
      verb={t('loto.act.handover')}
      obstacle={to ? null : t('form.required')}
      run={(pin) => run('handover', () => loto.offer(session.id, to ?? '', pin))}
      onClose={onClose}
    >
      <p>{t('loto.what.handover')}</p>
      {session.primary.id === user.id ? <p>{t('loto.what.handoverPrimary')}</p> : null}
      <Select
        label={t('loto.handover.to')}
        data={others.map(({ id, name, email }) => ({ value: id, label: name === email ? name : `${name} · ${email}` }))}
        nothingFoundMessage={t('loto.handover.none')}
        value={to}
        onChange={setTo}
        searchable
      />
    </PinDialog>
  )
}

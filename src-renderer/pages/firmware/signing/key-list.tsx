import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { useDistrustKey } from '../queries.ts'
import type { FirmwareKey } from '../wire.ts'
import classes from './signing.module.css'

interface KeyListProps {
  keys: readonly FirmwareKey[]
  canWrite: boolean
}

export function KeyList({ keys, canWrite }: KeyListProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const distrust = useDistrustKey()
  const [asked, setAsked] = useState<FirmwareKey | null>(null)
  if (keys.length === 0) return <EmptyState title={t('firmware.keys.empty')} hint={t('firmware.keys.emptyHint')} />
  return (
    <>
      <table className={classes.keys}>
        <thead>
          <tr>
            <th>{t('firmware.fields.name')}</th>
            <th>{t('firmware.keys.fingerprint')}</th>
            <th>{t('firmware.keys.added')}</th>
            {canWrite ? <td /> : null}
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <td>{key.name}</td>
              <td className="mono">{key.id}</td>
              <td className={classes.time}>{format.time(key.created_at)}</td>
              {canWrite ? (
                <td className={classes.act}>
                  <Button
                    size="compact-sm"
                    aria-label={t('firmware.keys.removeOf', { name: key.name })}
                    onClick={() => setAsked(key)}
                  >
                    {t('firmware.keys.remove')}
                  </Button>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      <ConfirmAct
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={asked?.name ?? ''}
        verb={t('firmware.keys.remove')}
        run={async () => {
          if (asked) await distrust.mutateAsync(asked.id)
        }}
      >
        <p>{t('firmware.keys.removeHint')}</p>
        {keys.length === 1 ? <p>{t('firmware.keys.removeLastHint')}</p> : null}
      </ConfirmAct>
    </>
  )
}

import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { Fact, Facts } from '../../../components/facts.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { StateWord } from '../../../components/state-word.tsx'
import { toast } from '../../../components/toast.tsx'
import { useFormat } from '../../../format/use-format.ts'
import classes from './config-panel.module.css'
import {
  type ConfigPreview,
  type ConfigState,
  configHistoryQuery,
  configPreviewQuery,
  type Difference,
  usePushConfig,
} from './config-queries.ts'

export const CONFIG_SHAPE = {
  in_sync: 'full',
  pending: 'half',
  drifted: 'cross',
  never_reported: 'empty',
  failed: 'cross',
} as const satisfies Record<ConfigState, string>

const HASH_SHOWN = 12

/** What a gateway should run, what it says it runs, and the way from one to the other. */
export function ConfigPanel({ gatewayId, canWrite }: { gatewayId: string; canWrite: boolean }) {
  const query = useQuery(configPreviewQuery(gatewayId))
  return (
    <Loaded query={query}>
      {(preview) => (
        <div className={classes.root}>
          <Standing preview={preview} />
          {preview.applied_by === 'gateway' ? (
            <>
              <Differences preview={preview} />
              {canWrite ? <PushButton preview={preview} /> : null}
              <History gatewayId={gatewayId} />
            </>
          ) : null}
        </div>
      )}
    </Loaded>
  )
}

function Standing({ preview }: { preview: ConfigPreview }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { desired, reported, push, state } = preview
  const isQueued = push?.status === 'queued'
  const reason =
    preview.applied_by === 'hub' ? 'hub' : isQueued ? (push.waits_for === 'lockout' ? 'lockout' : 'queued') : state
  const told = (version: number | null, hash: string) => (
    <>
      {version === null ? null : `${t('gatewayConfig.version', { version })} · `}
      <span className="mono">{hash.slice(0, HASH_SHOWN)}</span>
    </>
  )
  return (
    <>
      <div className={classes.state}>
        <StateWord shape={CONFIG_SHAPE[state]}>{t(`gatewayConfig.state.${state}`)}</StateWord>
        <p>{t(`gatewayConfig.explain.${reason}`)}</p>
      </div>
      {preview.applied_by === 'hub' ? null : (
        <Facts>
          <Fact name={t('gatewayConfig.desired')}>{told(desired.version, desired.hash)}</Fact>
          <Fact name={t('gatewayConfig.reported')}>
            {reported ? (
              <>
                {told(reported.version, reported.hash)} · {format.time(reported.reported_at)}
              </>
            ) : (
              t('gatewayConfig.nothing')
            )}
          </Fact>
          {push?.deadline_at && push.status === 'sent' ? (
            <Fact name={t('gatewayConfig.deadline')}>{format.time(push.deadline_at)}</Fact>
          ) : null}
        </Facts>
      )}
    </>
  )
}

const SIGNS = { added: '+', removed: '−', changed: '~' } as const satisfies Record<Difference['kind'], string>

function Differences({ preview }: { preview: ConfigPreview }) {
  const { t } = useTranslation()
  const { diff, state } = preview
  if (diff === null) return <p className={classes.hint}>{t('gatewayConfig.unknown')}</p>
  if (diff.length === 0) return state === 'in_sync' ? null : <p className={classes.hint}>{t('gatewayConfig.noDiff')}</p>
  return (
    <section className={classes.section}>
      <h3>{t('gatewayConfig.diff')}</h3>
      <ul className={classes.diff}>
        {diff.map((line) => (
          <li key={line.path} data-kind={line.kind}>
            <span role="img" aria-label={t(`gatewayConfig.${line.kind}`)}>
              {SIGNS[line.kind]}
            </span>
            <code>{line.path}</code>
            <span className={classes.values}>
              {line.kind === 'added' ? null : <del>{text(line.from)}</del>}
              {line.kind === 'removed' ? null : <ins>{text(line.to)}</ins>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const MAX_TEXT = 160

function text(value: unknown): string {
  const whole = typeof value === 'string' ? value : JSON.stringify(value)
  return whole.length > MAX_TEXT ? `${whole.slice(0, MAX_TEXT)}…` : whole
}

function PushButton({ preview }: { preview: ConfigPreview }) {
  const { t } = useTranslation()
  const push = usePushConfig(preview.gateway_id)
  const [isAsked, setAsked] = useState(false)
  const isUseful = preview.state !== 'in_sync' && preview.state !== 'pending'
  if (!isUseful) return null
  return (
    <div className={classes.acts}>
      <Button variant="filled" onClick={() => setAsked(true)}>
        {t('gatewayConfig.push')}
      </Button>
      <ConfirmAct
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t('gatewayConfig.push')}
        verb={t('gatewayConfig.push')}
        run={async () => {
          const made = await push.mutateAsync()
          toast(t(made.push?.status === 'queued' ? 'gatewayConfig.queued' : 'gatewayConfig.sent'))
        }}
      >
        {preview.diff && preview.reported
          ? t('gatewayConfig.confirm', { count: preview.diff.length })
          : t('gatewayConfig.confirmUnknown')}
      </ConfirmAct>
    </div>
  )
}

function History({ gatewayId }: { gatewayId: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const query = useQuery(configHistoryQuery(gatewayId))
  return (
    <section className={classes.section}>
      <h3>{t('gatewayConfig.history')}</h3>
      <Loaded query={query} rows={3}>
        {(pushes) =>
          pushes.length === 0 ? (
            <p className={classes.none}>{t('gatewayConfig.noHistory')}</p>
          ) : (
            <ol className={classes.history}>
              {pushes.map((push) => (
                <li key={push.id}>
                  <span className={classes.number}>{push.version}</span>
                  <time dateTime={push.created_at}>{format.time(push.created_at)}</time>
                  <span>
                    {t(`gatewayConfig.status.${push.status}`)}
                    {push.rollback_of ? ` · ${t('gatewayConfig.rollback')}` : null}
                    {push.error ? ` · ${push.error}` : null}
                  </span>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </section>
  )
}

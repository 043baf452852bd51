import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type Escalation, escalationsQuery } from '../../../api/queries/annunciation.ts'
import type { Column } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { StateWord } from '../../../components/state-word.tsx'
import { useEditing } from '../../../components/use-editing.ts'
import { ChainForm } from './chain-form.tsx'
import { useAudiences } from './use-audience-words.ts'

const chainKey = (chain: Escalation) => chain.id

export function ChainsPart({ canWrite }: { canWrite: boolean }) {
  const { t } = useTranslation()
  const query = useQuery(escalationsQuery)
  const editing = useEditing()
  const columns = useChainColumns()
  const open = query.data?.find((chain) => chain.id === editing.id) ?? null
  return (
    <SplitView
      detail={
        open || (editing.isNew && canWrite) ? (
          <ChainForm key={editing.id} chain={open} isReadOnly={!canWrite} onClose={editing.close} />
        ) : null
      }
      detailLabel={t('annunciation.chain.label')}
      onClose={editing.close}
      width={500}
    >
      <Loaded query={query}>
        {(chains) => (
          <DataTable
            id="escalations"
            label={t('annunciation.part.chains')}
            rows={chains}
            columns={columns}
            rowKey={chainKey}
            openKey={editing.id || null}
            onOpen={(chain) => editing.open(chain.id)}
            empty={<EmptyState title={t('annunciation.chain.empty')} hint={t('annunciation.chain.emptyHint')} />}
          />
        )}
      </Loaded>
    </SplitView>
  )
}

function useChainColumns(): readonly Column<Escalation>[] {
  const { t } = useTranslation()
  const { nameOf } = useAudiences()
  return useMemo<Column<Escalation>[]>(() => {
    const stepsText = ({ steps }: Escalation) =>
      steps
        .map(({ after_s: afterS, channel, to }) => {
          const when = afterS === 0 ? t('annunciation.chain.atOnce') : t('alarms.act.minutes', { count: afterS / 60 })
          return `${when} ${t(`annunciation.channel.${channel}`)} → ${nameOf(to)}`
        })
        .join(' · ')
    return [
      {
        key: 'name',
        header: t('annunciation.chain.name'),
        width: { share: 1, min: 130 },
        isSortable: true,
        cell: (chain) => chain.name,
        plain: (chain) => chain.name,
      },
      {
        key: 'state',
        header: t('alarms.column.state'),
        width: 110,
        cell: (chain) => (
          <StateWord shape={chain.is_enabled ? 'full' : 'empty'}>
            {t(chain.is_enabled ? 'state.enabled' : 'state.disabled')}
          </StateWord>
        ),
        plain: (chain) => t(chain.is_enabled ? 'state.enabled' : 'state.disabled'),
      },
      {
        key: 'severities',
        header: t('alarms.column.severity'),
        width: 120,
        cell: (chain) => chain.severities.map((one) => <SeverityMark key={one} severity={one} />),
        plain: (chain) => chain.severities.map((one) => t(`severity.${one}`)).join(', '),
      },
      {
        key: 'steps',
        header: t('annunciation.chain.steps'),
        width: { share: 3, min: 200 },
        cell: (chain) => <span title={stepsText(chain)}>{stepsText(chain)}</span>,
        plain: stepsText,
      },
    ]
  }, [t, nameOf])
}

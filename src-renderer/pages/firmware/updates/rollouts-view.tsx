import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../../api/queries/session.ts'
import { AddButton } from '../../../components/add-button.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { useEditing } from '../../../components/use-editing.ts'
import { useUrlState } from '../../../components/use-url-state.ts'
import classes from '../firmware.module.css'
import { rolloutsQuery } from '../queries.ts'
import { RolloutCard } from './rollout-card.tsx'
import { StartForm } from './start-form.tsx'
import { UpdateDetail } from './update-detail.tsx'

const NONE = 'none'

/** Rollouts, newest first; the newest is open unless the reader chose another. */
export function RolloutsView({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation()
  const may = useMay()
  const query = useQuery(rolloutsQuery)
  const editing = useEditing()
  const [chosen, choose] = useUrlState('rollout')
  const canWrite = may('ota:write')
  const expanded = chosen || (query.data?.[0]?.id ?? NONE)
  const add = canWrite ? <AddButton onClick={() => editing.open('new')}>{t('firmware.start.open')}</AddButton> : null
  return (
    <>
      <PageHeader title={t('firmware.title')} actions={add}>
        {tabs}
      </PageHeader>
      <SplitView
        detail={
          editing.isNew && canWrite ? (
            <StartForm onClose={editing.close} />
          ) : editing.id && !editing.isNew ? (
            <UpdateDetail key={editing.id} id={editing.id} canWrite={canWrite} onMoved={editing.open} />
          ) : null
        }
        detailLabel={editing.isNew ? t('firmware.start.open') : t('firmware.update.title')}
        onClose={editing.close}
      >
        <Loaded query={query}>
          {(rollouts) =>
            rollouts.length === 0 ? (
              <EmptyState title={t('firmware.rollout.empty')} hint={t('firmware.rollout.emptyHint')} action={add} />
            ) : (
              <div className={classes.rollouts}>
                {rollouts.map((rollout) => (
                  <RolloutCard
                    key={rollout.id}
                    rollout={rollout}
                    canWrite={canWrite}
                    isExpanded={rollout.id === expanded}
                    onToggle={() => choose(rollout.id === expanded ? NONE : rollout.id)}
                    openId={editing.id}
                    onOpen={editing.open}
                  />
                ))}
              </div>
            )
          }
        </Loaded>
      </SplitView>
    </>
  )
}

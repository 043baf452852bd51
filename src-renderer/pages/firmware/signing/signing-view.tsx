import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../../api/queries/session.ts'
import { AddButton } from '../../../components/add-button.tsx'
import { Card, Cards } from '../../../components/card.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { NEW, useEditing } from '../../../components/use-editing.ts'
import { firmwareSettingsQuery, keysQuery } from '../queries.ts'
import { KeyForm } from './key-form.tsx'
import { KeyList } from './key-list.tsx'
import { SettingsForm } from './settings-form.tsx'

/** Whose signatures are believed, and what may be released. */
export function SigningView({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation()
  const may = useMay()
  const keys = useQuery(keysQuery)
  const settings = useQuery(firmwareSettingsQuery)
  const editing = useEditing()
  const canWrite = may('users:write')
  const add = canWrite ? <AddButton onClick={() => editing.open(NEW)}>{t('firmware.keys.add')}</AddButton> : null
  return (
    <>
      <PageHeader title={t('firmware.title')} actions={add}>
        {tabs}
      </PageHeader>
      <SplitView
        detail={editing.isNew && canWrite ? <KeyForm onClose={editing.close} /> : null}
        detailLabel={t('firmware.keys.add')}
        onClose={editing.close}
      >
        <Cards>
          <Card title={t('firmware.keys.title')}>
            <Loaded query={keys}>{(all) => <KeyList keys={all} canWrite={canWrite} />}</Loaded>
          </Card>
          <Card title={t('firmware.settings.title')}>
            <Loaded query={settings}>{(now) => <SettingsForm settings={now} canWrite={canWrite} />}</Loaded>
          </Card>
        </Cards>
      </SplitView>
    </>
  )
}

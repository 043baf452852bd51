import { type ReactNode, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../../api/queries/session.ts'
import { AddButton } from '../../../components/add-button.tsx'
import { ChoiceBar } from '../../../components/choice-bar.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { Toolbar } from '../../../components/toolbar.tsx'
import { NEW, useEditing } from '../../../components/use-editing.ts'
import { useUrlState } from '../../../components/use-url-state.ts'
import { ChainsPart } from './chains-part.tsx'
import { LaddersPart } from './ladders-part.tsx'
import { NoticesPart } from './notices-part.tsx'
import { RostersPart } from './rosters-part.tsx'
import { SettingsPart } from './settings-part.tsx'

const PARTS = ['chains', 'rosters', 'ladders', 'notices', 'settings'] as const
type Part = (typeof PARTS)[number]

/** Who is told of what nobody answers: the chains, who is on call, what was sent, and the tenant's own manner. */
export function EscalationView({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation()
  const may = useMay()
  const [word, setPart] = useUrlState('part', 'chains')
  const editing = useEditing()
  const part = PARTS.find((one) => one === word) ?? 'chains'
  const canWrite = may('alarms:write')
  const { close } = editing
  const choose = useCallback(
    (next: Part) => {
      close()
      setPart(next)
    },
    [close, setPart],
  )
  const canAdd = canWrite && (part === 'chains' || part === 'rosters')
  return (
    <>
      <PageHeader
        title={t('alarms.title')}
        actions={
          canAdd ? (
            <AddButton onClick={() => editing.open(NEW)}>
              {t(part === 'chains' ? 'annunciation.chain.new' : 'annunciation.roster.new')}
            </AddButton>
          ) : null
        }
      >
        {tabs}
      </PageHeader>
      <Toolbar>
        <ChoiceBar
          label={t('alarms.tabs.escalation')}
          choices={PARTS.map((key) => ({ key, word: t(`annunciation.part.${key}`) }))}
          chosen={part}
          onChoose={choose}
        />
      </Toolbar>
      {part === 'chains' ? <ChainsPart canWrite={canWrite} /> : null}
      {part === 'rosters' ? <RostersPart canWrite={canWrite} /> : null}
      {part === 'ladders' ? <LaddersPart canWrite={canWrite} /> : null}
      {part === 'notices' ? <NoticesPart /> : null}
      {part === 'settings' ? <SettingsPart canWrite={canWrite} /> : null}
    </>
  )
}

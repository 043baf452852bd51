import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AlarmKpis, kpisQuery } from '../../../api/queries/annunciation.ts'
import { ChoiceBar } from '../../../components/choice-bar.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { Toolbar } from '../../../components/toolbar.tsx'
import { useUrlState } from '../../../components/use-url-state.ts'
import { currentLanguage } from '../../../i18n/i18n.ts'
import { DayBars } from './day-bars.tsx'
import { Figures } from './figures.tsx'
import classes from './performance.module.css'
import { PrioritySplit } from './priority-split.tsx'
import { StandingLists } from './standing-lists.tsx'
import { TimesPanel } from './times-panel.tsx'
import { TopSources } from './top-sources.tsx'

const RANGES = ['7', '30', '90', '365'] as const
type Range = (typeof RANGES)[number]

/** How well the alarms serve their operators. Every figure stands beside what is commonly asked of it. */
export function PerformanceView({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation()
  const [word, setRange] = useUrlState('range', '30')
  const range: Range = RANGES.find((one) => one === word) ?? '30'
  const [nowMs] = useState(() => Date.now())
  const query = useQuery(kpisQuery(Number(range), nowMs, currentLanguage()))
  return (
    <>
      <PageHeader title={t('alarms.title')}>{tabs}</PageHeader>
      <Toolbar>
        <ChoiceBar
          label={t('annunciation.kpi.range')}
          choices={RANGES.map((key) => ({ key, word: t('annunciation.kpi.days', { count: Number(key) }) }))}
          chosen={range}
          onChoose={setRange}
        />
      </Toolbar>
      <Loaded query={query}>{(kpis) => <Performance kpis={kpis} />}</Loaded>
    </>
  )
}

function Performance({ kpis }: { kpis: AlarmKpis }) {
  const { t } = useTranslation()
  if (kpis.annunciated === 0 && kpis.standing === 0)
    return <EmptyState title={t('annunciation.kpi.empty')} hint={t('annunciation.kpi.emptyHint')} />
  return (
    <div className={classes.page}>
      <Figures kpis={kpis} />
      <div className={classes.panels}>
        <DayBars kpis={kpis} />
        <PrioritySplit kpis={kpis} />
        <TopSources kpis={kpis} />
        <TimesPanel times={kpis.to_acknowledge} title={t('annunciation.kpi.toAcknowledge')} />
        <TimesPanel times={kpis.to_normal} title={t('annunciation.kpi.toNormal')} />
        <StandingLists kpis={kpis} />
      </div>
      <p className="quiet">{t('annunciation.kpi.sources')}</p>
    </div>
  )
}

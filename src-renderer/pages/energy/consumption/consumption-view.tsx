import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { subregionsQuery } from '../../../api/queries/sites.ts'
import { ChoiceBar } from '../../../components/choice-bar.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Toolbar } from '../../../components/toolbar.tsx'
import { useUrlState } from '../../../components/use-url-state.ts'
import classes from '../energy.module.css'
import { PeriodPicker, usePeriod } from '../period-picker.tsx'
import { summaryQuery } from '../queries.ts'
import type { Grouping } from '../wire.ts'
import { Comparison } from './comparison.tsx'
import { SummaryTable } from './summary-table.tsx'
import { Totals } from './totals.tsx'

const GROUPINGS: readonly Grouping[] = ['subregion', 'device', 'device_type', 'region']

export function ConsumptionView() {
  const { t } = useTranslation()
  const { period, choose } = usePeriod()
  const [groupText, setGroup] = useUrlState('by', 'subregion')
  const [place, setPlace] = useUrlState('place', '', 'push')
  const subregions = useQuery(subregionsQuery)
  const by = place ? 'device' : (GROUPINGS.find((one) => one === groupText) ?? 'subregion')
  const summary = useQuery(summaryQuery(period, by, place || null))
  const placeName = subregions.data?.find((one) => one.id === place)?.name
  return (
    <div className={classes.view}>
      <Toolbar>
        <PeriodPicker period={period} onChoose={choose} />
        {place ? (
          <button type="button" className={classes.crumb} onClick={() => setPlace(null)}>
            ← {t('energy.allPlaces')} / {placeName ?? '…'}
          </button>
        ) : (
          <ChoiceBar
            label={t('energy.by.label')}
            choices={GROUPINGS.map((key) => ({ key, word: t(`energy.by.${key}`) }))}
            chosen={by}
            onChoose={setGroup}
          />
        )}
      </Toolbar>
      <div className={classes.scroll} aria-busy={summary.isPlaceholderData}>
        <Comparison period={period} subregionId={place || null} />
        <Loaded query={summary}>
          {(data) => (
            <>
              <Totals summary={data} isPlace={place !== ''} />
              <SummaryTable items={data.items} by={by} onDrill={(key) => (by === 'subregion' ? setPlace(key) : null)} />
            </>
          )}
        </Loaded>
      </div>
    </div>
  )
}

import { useTranslation } from 'react-i18next'
import type { Schedule } from '../../../api/types.ts'
import { useFormat } from '../../../format/use-format.ts'
import { EVERY_DAY, WEEKEND, WORKDAYS } from './schedule-draft.ts'
import { dayNames, dayOfYear } from './week.ts'

/** @returns when a policy is judged, as a sentence; nothing for one that always is */
export function useScheduleWords() {
  const { t } = useTranslation()
  const format = useFormat()

  const days = (of: readonly number[]): string => {
    const is = (other: readonly number[]) => of.length === other.length && other.every((day) => of.includes(day))
    if (is(EVERY_DAY)) return t('policies.schedule.everyDay')
    if (is(WORKDAYS)) return t('policies.schedule.workdays')
    if (is(WEEKEND)) return t('policies.schedule.weekend')
    const names = dayNames(format.locale)
    return of.map((day) => names[day - 1] ?? '').join(', ')
  }

  return (given: Schedule | null): string | null => {
    if (given === null) return null
    const windows = given.windows.map(({ days: of, from, to }) => `${days(of)} ${from}–${to}`).join('; ')
    const season = given.season && {
      from: dayOfYear(format.locale, given.season.from),
      to: dayOfYear(format.locale, given.season.to),
    }
    const parts = [
      windows,
      given.holidays === 'ignore' ? null : t(`policies.schedule.holidayWords.${given.holidays}`),
      season && t('policies.schedule.seasonWords', season),
    ]
    return t('policies.sentence.schedule', { when: parts.filter(Boolean).join(', ') })
  }
}

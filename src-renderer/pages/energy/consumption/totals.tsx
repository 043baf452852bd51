import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../format/use-format.ts'
import { Amount } from '../amount.tsx'
import classes from '../energy.module.css'
import type { EnergySummary } from '../wire.ts'

/** What was used, what came in, and what is between them. */
export function Totals({ summary, isPlace }: { summary: EnergySummary; isPlace: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const missing = summary.items.reduce((count, item) => count + item.missing.length, 0)
  return (
    <dl className={classes.totals}>
      <Total name={t('energy.total.used')}>
        <Amount size="lg" value={summary.total_kwh} measured={summary.measured_kwh} />
        {missing > 0 ? <small className="quiet">{t('energy.total.missing', { count: missing })}</small> : null}
      </Total>
      {isPlace ? null : (
        <>
          <Total name={t('energy.total.metered')}>
            <Amount size="lg" value={summary.metered_kwh} />
          </Total>
          {summary.generated_kwh ? (
            <Total name={t('energy.total.generated')}>
              <Amount size="lg" value={summary.generated_kwh} />
            </Total>
          ) : null}
          <Total name={t('energy.total.losses')}>
            <Amount size="lg" value={summary.losses_kwh} />
            {summary.losses_percent === null ? null : (
              <small className="quiet">{format.number(summary.losses_percent, 1)} %</small>
            )}
          </Total>
        </>
      )}
    </dl>
  )
}

function Total({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.totalCell}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

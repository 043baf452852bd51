import { useTranslation } from 'react-i18next'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { decimalsFor } from '../../../format/number.ts'
import { useFormat } from '../../../format/use-format.ts'
import classes from '../energy.module.css'
import type { ReactiveRatio } from '../wire.ts'

/** From here on the hub speaks of "near". */
const NEAR = 0.8

interface RatioGaugeProps {
  ratio: ReactiveRatio
  kind: 'inductive' | 'capacitive'
}

/** Ratio, limit, the band below it, and where the month will end: one bar, and the same in words. */
export function RatioGauge({ ratio, kind }: RatioGaugeProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const value = ratio[`${kind}_ratio`]
  const limit = ratio.limits[`${kind}_percent`]
  const forecast = ratio.forecast?.[`${kind}_ratio`] ?? null
  const energy = ratio[`${kind}_kvarh`]
  const hours = ratio.hours_until_breach[kind]
  const state = stateOf(value, limit)
  const scale = Math.max(limit === null ? 0 : limit * 1.5, (value ?? 0) * 1.1, (forecast ?? 0) * 1.1, 1)
  const percent = (amount: number) => `${Math.min(100, (amount / scale) * 100)}%`
  const show = (amount: number | null) => (amount === null ? '—' : `${format.number(amount, 1)} %`)
  return (
    <section className={classes.gauge} data-state={state} aria-label={t(`energy.reactive.${kind}`)}>
      <div className={classes.gaugeHead}>
        <h3>{t(`energy.reactive.${kind}`)}</h3>
        {state === 'over' ? (
          <SeverityMark severity="high" />
        ) : state === 'near' ? (
          <SeverityMark severity="medium" />
        ) : null}
        <span className={classes.gaugeValue}>{show(value)}</span>
        <span className="quiet">
          {limit === null ? t('energy.reactive.noLimit') : t('energy.reactive.ofLimit', { limit: show(limit) })}
        </span>
      </div>
      <div className={classes.track} aria-hidden="true">
        {limit === null ? null : <span className={classes.normal} style={{ inlineSize: percent(limit * NEAR) }} />}
        {value === null ? null : <span className={classes.filled} style={{ inlineSize: percent(value) }} />}
        {forecast === null ? null : (
          <span className={classes.forecast} style={{ insetInlineStart: percent(forecast) }} />
        )}
        {limit === null ? null : <span className={classes.limit} style={{ insetInlineStart: percent(limit) }} />}
      </div>
      <p className="quiet">
        {energy === null ? t('energy.quality.missing') : `${format.number(energy, decimalsFor(energy))} kvarh`}
        {forecast === null ? '' : ` · ${t('energy.reactive.forecast', { ratio: show(forecast) })}`}
        {hours === null || hours === 0
          ? ''
          : ` · ${t('energy.reactive.breachIn', { time: format.age(hours * 3_600_000) })}`}
      </p>
    </section>
  )
}

function stateOf(value: number | null, limit: number | null): 'ok' | 'near' | 'over' | 'unknown' {
  if (value === null || limit === null) return 'unknown'
  if (value > limit) return 'over'
  return value >= limit * NEAR ? 'near' : 'ok'
}

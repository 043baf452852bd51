import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { decimalsFor } from '../../../format/number.ts'
import { useFormat } from '../../../format/use-format.ts'
import { Amount } from '../amount.tsx'
import classes from '../energy.module.css'
import type { ReactiveRatio } from '../wire.ts'

/** Which loads below this meter draw its reactive energy: where to look first. */
export function Contributors({ ratio }: { ratio: ReactiveRatio }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (ratio.contributors.length === 0) return null
  const rest = ratio.unattributed_kvarh
  return (
    <section className={classes.panel} aria-label={t('energy.reactive.why')}>
      <h2>{t('energy.reactive.why')}</h2>
      <table className={classes.ranking}>
        <thead>
          <tr>
            <th scope="col">{t('energy.by.device')}</th>
            <th scope="col">{t('energy.reactive.shareOf')}</th>
            <th scope="col" className={classes.end}>
              {t('energy.reactive.inductive')}
            </th>
            <th scope="col" className={classes.end}>
              {t('energy.reactive.capacitive')}
            </th>
            <th scope="col" className={classes.end}>
              {t('energy.reactive.active')}
            </th>
            <th scope="col" className={classes.end}>
              {t('energy.reactive.ownRatio')}
            </th>
          </tr>
        </thead>
        <tbody>
          {ratio.contributors.map((one) => (
            <tr key={one.device_id}>
              <th scope="row">
                <Link to={`/energy/reactive?meter=${one.device_id}`}>{one.name}</Link>
              </th>
              <td>
                <span className={classes.share}>
                  <span className={classes.shareBar} aria-hidden="true">
                    <span style={{ inlineSize: `${Math.max(0, Math.min(1, one.share ?? 0)) * 100}%` }} />
                  </span>
                  <span className="tabular quiet">
                    {one.share === null ? '—' : `${format.number(one.share * 100, 0)} %`}
                  </span>
                </span>
              </td>
              <td className={classes.end}>
                <Amount value={one.inductive_kvarh} unit="kvarh" />
              </td>
              <td className={classes.end}>
                <Amount value={one.capacitive_kvarh} unit="kvarh" />
              </td>
              <td className={classes.end}>
                <Amount value={one.active_kwh} />
              </td>
              <td className={classes.end}>
                <span className="tabular">
                  {one.inductive_ratio === null ? '—' : `${format.number(one.inductive_ratio, 1)} %`}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest === null ? null : (
        <p className="quiet">{t('energy.reactive.rest', { energy: format.number(rest, decimalsFor(rest)) })}</p>
      )}
    </section>
  )
}

import { useTranslation } from 'react-i18next'
import { useSession } from '../../../api/queries/session.ts'
import { useFormat } from '../../../format/use-format.ts'
import classes from '../energy.module.css'
import type { BerthBill } from '../wire.ts'

/** A sheet that can be printed and handed over: every figure with where it comes from. */
export function BillSheet({ bill, isOld }: { bill: BerthBill; isOld: boolean }) {
  const { t, i18n } = useTranslation()
  const format = useFormat()
  const { tenant } = useSession()
  const money = (amount: number | null, maximumFractionDigits = 2) =>
    amount === null || bill.currency === null
      ? '—'
      : new Intl.NumberFormat(format.locale, {
          style: 'currency',
          currency: bill.currency,
          maximumFractionDigits,
        }).format(amount)
  // As fine as a meter shows it and a tariff is set, so that who multiplies comes to the amount.
  const kwh = (amount: number | null) => (amount === null ? '—' : format.number(amount, 3))
  const price = (amount: number | null) => money(amount, 4)
  const month = new Intl.DateTimeFormat(format.locale, { month: 'long', year: 'numeric', timeZone: format.zone })
  const language = i18n.language === 'tr' ? 'tr' : 'en'
  return (
    <article className={classes.sheet} aria-busy={isOld} data-print>
      <header className={classes.sheetHead}>
        <div>
          <h2>{t('energy.bill.title')}</h2>
          <p className="quiet">{tenant.name}</p>
        </div>
        <div className={classes.sheetTotal}>
          <strong className="tabular">
            {bill.amount === null ? `${kwh(bill.energy_kwh)} kWh` : money(bill.amount)}
          </strong>
          <span className="quiet">
            {t(`energy.bill.${bill.is_final ? 'final' : bill.period.is_current ? 'soFar' : 'incomplete'}`)}
          </span>
        </div>
      </header>
      <dl className={classes.sheetFacts}>
        <dt>{t('energy.bill.berth')}</dt>
        <dd>
          {bill.device.name}
          {bill.berths.length > 0 ? ` (${bill.berths.join(', ')})` : ''}
        </dd>
        <dt>{t('energy.bill.month')}</dt>
        <dd>{month.format(new Date(bill.period.start))}</dd>
        <dt>{t('energy.bill.measured')}</dt>
        <dd>
          {format.time(bill.period.start, 'date')} – {format.time(bill.period.measured_until, 'dateTime')} (
          {bill.period.time_zone})
        </dd>
      </dl>
      <table className={classes.ranking}>
        <thead>
          <tr>
            <th scope="col">{t('energy.bill.from')}</th>
            <th scope="col" className={classes.end}>
              {t('energy.bill.startIndex')}
            </th>
            <th scope="col" className={classes.end}>
              {t('energy.bill.endIndex')}
            </th>
            <th scope="col" className={classes.end}>
              kWh
            </th>
            <th scope="col" className={classes.end}>
              {t('energy.bill.price')}
            </th>
            <th scope="col" className={classes.end}>
              {t('energy.bill.amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {bill.lines.map((line) => (
            <tr key={line.start}>
              <th scope="row">
                {format.time(line.start, 'date')} – {format.time(line.end, 'date')}
              </th>
              <td className={classes.end}>{kwh(line.start_index)}</td>
              <td className={classes.end}>{kwh(line.end_index)}</td>
              <td className={classes.end}>{kwh(line.energy_kwh)}</td>
              <td className={classes.end}>{price(line.price_per_kwh)}</td>
              <td className={classes.end}>{money(line.amount)}</td>
            </tr>
          ))}
          {bill.standing_per_day ? (
            <tr>
              <th scope="row">{t('energy.bill.standing', { count: bill.days })}</th>
              <td />
              <td />
              <td />
              <td className={classes.end}>{price(bill.standing_per_day)}</td>
              <td className={classes.end}>{money(bill.standing_amount)}</td>
            </tr>
          ) : null}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {t('energy.bill.total')}
            </th>
            <td className={classes.end}>{kwh(bill.energy_kwh)}</td>
            <td />
            <td className={classes.end}>{money(bill.amount)}</td>
          </tr>
        </tfoot>
      </table>
      {bill.exchanges.map((one) => (
        <p key={one.at}>
          {t('energy.bill.exchange', {
            time: format.time(one.at),
            old: kwh(one.old_end_index),
            new: kwh(one.new_start_index),
          })}
          {one.note ? ` ${one.note}` : ''}
        </p>
      ))}
      {bill.notes.length > 0 || bill.is_estimated ? (
        <ul className={classes.notes}>
          {bill.is_estimated ? <li>{t('energy.bill.estimated')}</li> : null}
          {bill.notes.map((note) => (
            <li key={note.code}>{note[language]}</li>
          ))}
        </ul>
      ) : null}
    </article>
  )
}

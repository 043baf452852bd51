import { Tooltip } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { EmptyState } from '../../../components/empty-state.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { Amount } from '../amount.tsx'
import classes from '../energy.module.css'
import type { Grouping, SummaryItem } from '../wire.ts'

interface SummaryTableProps {
  items: readonly SummaryItem[]
  by: Grouping
  onDrill: (key: string) => void
}

/** Largest first, as bars: who uses the most. */
export function SummaryTable({ items, by, onDrill }: SummaryTableProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const greatest = useMemo(
    () => Math.max(0, ...items.map((item) => item.energy_kwh ?? item.measured_kwh ?? 0)),
    [items],
  )
  if (items.length === 0) return <EmptyState title={t('energy.none')} hint={t('energy.noneHint')} />
  const types: Readonly<Record<string, string | undefined>> = t('deviceType', { returnObjects: true })
  const nameOf = (item: SummaryItem) => (by === 'device_type' ? (types[item.key] ?? item.name) : item.name)
  const canOpen = by === 'subregion' || by === 'device'
  const open = (key: string) => (by === 'device' ? navigate(`/devices/${key}?tab=energy`) : onDrill(key))
  return (
    <table className={classes.ranking}>
      <thead>
        <tr>
          <th scope="col">{t(`energy.by.${by}`)}</th>
          <th scope="col">{t('energy.share')}</th>
          <th scope="col" className={classes.end}>
            {t('energy.title')}
          </th>
          <th scope="col">{t('energy.completeness')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.key}>
            <th scope="row">
              {canOpen ? (
                <button type="button" className={classes.rowLink} onClick={() => open(item.key)}>
                  {nameOf(item)}
                </button>
              ) : (
                nameOf(item)
              )}
            </th>
            <td>
              <Share item={item} greatest={greatest} />
            </td>
            <td className={classes.end}>
              <Amount value={item.energy_kwh} measured={item.measured_kwh} quality={item.quality} />
            </td>
            <td>
              <Completeness item={item} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Share({ item, greatest }: { item: SummaryItem; greatest: number }) {
  const format = useFormat()
  const known = item.energy_kwh ?? item.measured_kwh ?? 0
  return (
    <span className={classes.share}>
      <span className={classes.shareBar} aria-hidden="true">
        <span
          data-partial={item.energy_kwh === null || undefined}
          style={{ inlineSize: `${greatest > 0 ? (known / greatest) * 100 : 0}%` }}
        />
      </span>
      <span className="tabular quiet">{item.share === null ? '' : `${format.number(item.share * 100, 1)} %`}</span>
    </span>
  )
}

function Completeness({ item }: { item: SummaryItem }) {
  const { t } = useTranslation()
  if (item.missing.length > 0)
    return (
      <Tooltip label={item.missing.map(({ name }) => name).join(', ')} multiline maw={360}>
        <span>{t('energy.missingDevices', { count: item.missing.length, all: item.device_count })}</span>
      </Tooltip>
    )
  return <span className="quiet">{t(`energy.quality.${item.quality}`)}</span>
}

import { Button } from '@mantine/core'
import { IconMap2, IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Region, Subregion } from '../../../api/types.ts'
import { useFormat } from '../../../format/use-format.ts'
import classes from './sites.module.css'

interface SiteListProps {
  regions: readonly Region[]
  subregions: readonly Subregion[]
  openId: string
  onOpen: (id: string) => void
  onAddIn: ((regionId: string) => void) | null
}

export function SiteList({ regions, subregions, openId, onOpen, onAddIn }: SiteListProps) {
  const { t } = useTranslation()
  const { compare } = useFormat()
  return (
    <div className={classes.scroller}>
      {regions.map((region) => {
        const parts = subregions.filter((one) => one.region_id === region.id).sort((a, b) => compare(a.name, b.name))
        return (
          <section key={region.id} className={classes.region}>
            <header className={classes.head}>
              <button
                type="button"
                className={classes.row}
                data-open={region.id === openId || undefined}
                onClick={() => onOpen(region.id)}
              >
                <span className={classes.name}>{region.name}</span>
                <span className="quiet truncate">
                  {[region.time_zone, region.description].filter(Boolean).join(' · ')}
                </span>
              </button>
              {onAddIn ? (
                <Button
                  variant="subtle"
                  leftSection={<IconPlus size={15} stroke={1.8} />}
                  onClick={() => onAddIn(region.id)}
                >
                  {t('admin.sites.newSubregion')}
                </Button>
              ) : null}
            </header>
            <ul>
              {parts.map((part) => (
                <li key={part.id}>
                  <button
                    type="button"
                    className={classes.row}
                    data-part
                    data-open={part.id === openId || undefined}
                    onClick={() => onOpen(part.id)}
                  >
                    <span>{part.name}</span>
                    <span className="quiet truncate">{part.description}</span>
                    {part.site_plan ? (
                      <span className={classes.plan}>
                        <IconMap2 size={14} stroke={1.6} aria-hidden="true" />
                        {t('admin.sites.plan')}
                      </span>
                    ) : null}
                  </button>
                </li>
              ))}
              {parts.length === 0 ? <li className={classes.none}>{t('admin.sites.noSubregions')}</li> : null}
            </ul>
          </section>
        )
      })}
    </div>
  )
}

import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { annunciationQuery } from '../../../api/queries/annunciation.ts'
import { useFormat } from '../../../format/use-format.ts'
import classes from './flood.module.css'

/** Above the list while alarms come faster than they can be read. */
export function FloodBanner() {
  const { t } = useTranslation()
  const format = useFormat()
  const { data } = useQuery(annunciationQuery)
  if (!data?.flood_since) return null
  return (
    <div className={classes.banner} role="status">
      <p>
        <b>{t('shell.strip.flood', { count: data.last_10_min })}</b>{' '}
        {t('annunciation.flood.since', { time: format.time(data.flood_since, 'time') })}{' '}
        {t('annunciation.flood.sounds')}
      </p>
      <Button component={Link} to="/alarms/flood">
        {t('annunciation.flood.open')}
      </Button>
    </div>
  )
}

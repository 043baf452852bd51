import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { useMay } from '../api/queries/session.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { PLACES } from '../routes.tsx'

/** @returns the place whose path is the address or a parent of it. */
export function placeAt(pathname: string) {
  return PLACES.find(({ path }) => (path === '/' ? pathname === '/' : `${pathname}/`.startsWith(`${path}/`)))
}

export function CurrentPlace() {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const may = useMay()
  const place = placeAt(pathname)
  const toOverview = (
    <Button component={Link} to="/">
      {t('load.toOverview')}
    </Button>
  )
  if (!place) {
    return (
      <EmptyState
        isPage
        title={t('load.notFound')}
        hint={t('load.notFoundHint', { path: pathname })}
        action={toOverview}
      />
    )
  }
  if (!place.needs.some(may)) {
    return (
      <EmptyState
        isPage
        title={t('load.denied')}
        hint={t('load.deniedHint', { permission: place.needs.join(' · ') })}
        action={place.path === '/' ? null : toOverview}
      />
    )
  }
  const Page = place.page
  return <Page />
}

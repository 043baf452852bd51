import { ActionIcon } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { PageHeader } from '../../../components/page-header.tsx'
import classes from './session.module.css'
import { SessionDetail } from './session-detail.tsx'

export function SessionPage({ id }: { id: string }) {
  const { t } = useTranslation()
  return (
    <>
      <PageHeader title={t('loto.title')}>
        <ActionIcon component={Link} to={`/loto?session=${id}`} aria-label={t('action.back')}>
          <IconArrowLeft size={18} />
        </ActionIcon>
      </PageHeader>
      <div className={classes.page}>
        <SessionDetail id={id} isPage />
      </div>
    </>
  )
}

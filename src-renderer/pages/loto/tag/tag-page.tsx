import { ActionIcon, Button } from '@mantine/core'
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { hubAddress } from '../../../api/hub.ts'
import type { LotoSession } from '../../../api/loto-types.ts'
import { lotoSessionQuery } from '../../../api/queries/loto.ts'
import { useSession } from '../../../api/queries/session.ts'
import { ChoiceBar } from '../../../components/choice-bar.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { Toolbar } from '../../../components/toolbar.tsx'
import { useUrlState } from '../../../components/use-url-state.ts'
import { currentLanguage } from '../../../i18n/i18n.ts'
import { lotoPath } from '../../../paths.ts'
import { SafetyNote } from '../safety-note.tsx'
import { pointProgress, standingLocks } from '../steps.ts'
import { useLotoNumber } from '../use-number.ts'
import classes from './tag-page.module.css'
import { TagSheet } from './tag-sheet.tsx'

const KINDS = ['equipment', 'personal'] as const
const LOOPBACK = /^https?:\/\/(localhost|127\.|\[::1\])/

/** The tags of a lock-out, as they come out of the printer: one sheet for each point. */
export function TagPage({ id }: { id: string }) {
  const { t } = useTranslation()
  const query = useQuery(lotoSessionQuery(id, currentLanguage()))
  const [kindWord, setKind] = useUrlState('kind', 'equipment')
  const kind = KINDS.find((one) => one === kindWord) ?? 'equipment'
  const address = hubAddress(`/loto/sessions/${id}`)
  return (
    <>
      <PageHeader
        title={t('loto.tag.title')}
        actions={
          <Button
            variant="filled"
            leftSection={<IconPrinter size={16} />}
            disabled={!query.data}
            onClick={() => window.print()}
          >
            {t('loto.tag.print')}
          </Button>
        }
      >
        <ActionIcon component={Link} to={lotoPath(id)} aria-label={t('loto.tag.back')}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        {query.data ? <span className="quiet">{t('loto.tag.hint', { count: query.data.points.length })}</span> : null}
      </PageHeader>
      <Toolbar>
        <ChoiceBar
          label={t('loto.tag.kind')}
          choices={KINDS.map((key) => ({ key, word: t(`loto.tag.${key}`) }))}
          chosen={kind}
          onChoose={setKind}
        />
        {LOOPBACK.test(address) ? <span className="quiet">{t('loto.tag.loopback')}</span> : null}
      </Toolbar>
      <div className={classes.desk}>
        <Loaded query={query}>
          {(session) => (
            <>
              <Sheets session={session} kind={kind} address={address} />
              {createPortal(
                <div className="loto-print" aria-hidden="true">
                  <Sheets session={session} kind={kind} address={address} />
                </div>,
                document.body,
              )}
            </>
          )}
        </Loaded>
      </div>
      <SafetyNote />
    </>
  )
}

interface SheetsProps {
  session: LotoSession
  kind: (typeof KINDS)[number]
  address: string
}

function Sheets({ session, kind, address }: SheetsProps) {
  const { user } = useSession()
  const number = useLotoNumber()(session.number)
  const mine = standingLocks(session, 'personal').find(({ owner }) => owner.id === user.id)
  return pointProgress(session).map(({ point, lock }) => {
    const shown = kind === 'personal' ? (mine ?? null) : lock
    const person = kind === 'personal' ? (user.name ?? user.email) : (lock?.owner.name ?? session.primary.name)
    return (
      <TagSheet
        key={point.id}
        number={number}
        session={session}
        point={point}
        person={person}
        at={shown?.placed_at ?? null}
        tag={shown?.tag ?? null}
        address={address}
      />
    )
  })
}

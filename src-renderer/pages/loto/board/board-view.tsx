import { Button } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LotoBoard } from '../../../api/loto-types.ts'
import { lotoBoardQuery, lotoPinQuery } from '../../../api/queries/loto.ts'
import { useMay } from '../../../api/queries/session.ts'
import { AddButton } from '../../../components/add-button.tsx'
import { ChoiceBar } from '../../../components/choice-bar.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { Toolbar } from '../../../components/toolbar.tsx'
import { useUrlState } from '../../../components/use-url-state.ts'
import { OneLineView } from '../one-line/one-line-view.tsx'
import { SetPinDialog } from '../pin/set-pin-dialog.tsx'
import { RequestForm } from '../request/request-form.tsx'
import { SafetyNote } from '../safety-note.tsx'
import { SessionDetail } from '../session/session-detail.tsx'
import classes from './board.module.css'
import { BoardList } from './board-list.tsx'
import { BoardVerdict } from './board-verdict.tsx'
import { LotoMap } from './loto-map.tsx'

const VIEWS = ['list', 'map', 'oneLine'] as const
const NEW = 'new'

/** Level 1 of lock-outs: who is working where. */
export function BoardView({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation()
  const may = useMay()
  const query = useQuery(lotoBoardQuery)
  const [viewWord, setView] = useUrlState('view', 'list')
  const [openId, setOpenId] = useUrlState('session', '', 'push')
  const [deviceId, setDevice] = useUrlState('device')
  const [isSettingPin, setSettingPin] = useState(false)
  const pin = useQuery(lotoPinQuery)
  const view = VIEWS.find((one) => one === viewWord) ?? 'list'
  const canWork = may('loto:work')
  const close = useCallback(() => {
    setOpenId(null)
    setDevice(null)
  }, [setOpenId, setDevice])
  const detail =
    openId === NEW ? (
      canWork ? (
        <RequestForm key={deviceId} session={null} deviceId={deviceId} onClose={close} onSaved={setOpenId} />
      ) : null
    ) : openId ? (
      <SessionDetail key={openId} id={openId} />
    ) : null
  const request = () => setOpenId(NEW)
  return (
    <>
      <PageHeader
        title={t('loto.title')}
        actions={
          <>
            {canWork ? (
              <Button leftSection={<IconKey size={15} stroke={1.7} />} onClick={() => setSettingPin(true)}>
                {t('loto.pin.mine')}
              </Button>
            ) : null}
            {canWork ? <AddButton onClick={request}>{t('loto.board.request')}</AddButton> : null}
          </>
        }
      >
        {tabs}
      </PageHeader>
      <Toolbar>
        {query.data ? <BoardVerdict board={query.data} /> : null}
        <div className={classes.views}>
          <ChoiceBar
            label={t('loto.view.label')}
            choices={VIEWS.map((key) => ({ key, word: t(`loto.view.${key}`) }))}
            chosen={view}
            onChoose={setView}
          />
        </div>
      </Toolbar>
      <SplitView detail={detail} detailLabel={t('loto.session.label')} onClose={close} width={520}>
        <Loaded query={query}>
          {(board) => <BoardBody board={board} view={view} openId={openId} onOpen={setOpenId} onRequest={request} />}
        </Loaded>
      </SplitView>
      <SafetyNote />
      {isSettingPin && pin.data ? <SetPinDialog isSet={pin.data.is_set} onClose={() => setSettingPin(false)} /> : null}
    </>
  )
}

interface BoardBodyProps {
  board: LotoBoard
  view: (typeof VIEWS)[number]
  openId: string
  onOpen: (sessionId: string) => void
  onRequest: () => void
}

function BoardBody({ board, view, openId, onOpen, onRequest }: BoardBodyProps) {
  const list = (
    <BoardList board={board} openId={openId} isNarrow={view !== 'list'} onOpen={onOpen} onRequest={onRequest} />
  )
  if (view === 'list') return list
  return (
    <div className={classes.beside} data-detail={openId !== '' || undefined}>
      {list}
      {view === 'map' ? (
        <LotoMap board={board} onOpen={onOpen} />
      ) : (
        <OneLineView board={board} openId={openId} onOpen={onOpen} />
      )}
    </div>
  )
}

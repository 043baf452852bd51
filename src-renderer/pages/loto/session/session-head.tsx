import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconArrowUpRight, IconDots, IconPencil, IconPrinter, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { LotoSession } from '../../../api/loto-types.ts'
import { LockMark } from '../../../components/lock-mark.tsx'
import { LotoStatusWord } from '../loto-status.tsx'
import { isHolding } from '../steps.ts'
import { useLotoNumber } from '../use-number.ts'
import classes from './session.module.css'
import type { OpenDialog } from './session-dialog.tsx'

interface SessionHeadProps {
  session: LotoSession
  isPage: boolean
  onAct: (dialog: OpenDialog) => void
}

export function SessionHead({ session, isPage, onAct }: SessionHeadProps) {
  const { t } = useTranslation()
  const number = useLotoNumber()(session.number)
  const path = `/loto/sessions/${session.id}`
  const may = (act: 'edit' | 'cancel') => session.allowed_actions.includes(act)
  return (
    <header className={classes.head}>
      <div className={classes.names}>
        <p className={classes.number}>
          {isHolding(session.status) ? <LockMark /> : null}
          <span>{number}</span>
          <LotoStatusWord status={session.status} />
        </p>
        <h2 className={classes.title}>{session.title}</h2>
        <p className={classes.reason}>{session.reason}</p>
      </div>
      <div className={classes.headActs}>
        <Button component={Link} to={`${path}/tag`} leftSection={<IconPrinter size={15} />}>
          {t('loto.act.tag')}
        </Button>
        {isPage ? null : (
          <Button component={Link} to={path} rightSection={<IconArrowUpRight size={15} />}>
            {t('loto.act.openPage')}
          </Button>
        )}
        {may('edit') || may('cancel') ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={t('action.more')}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {may('edit') ? (
                <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => onAct({ act: 'edit' })}>
                  {t('loto.act.edit')}
                </Menu.Item>
              ) : null}
              {may('cancel') ? (
                <Menu.Item leftSection={<IconX size={15} />} onClick={() => onAct({ act: 'cancel' })}>
                  {t('loto.act.cancel')}
                </Menu.Item>
              ) : null}
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
    </header>
  )
}

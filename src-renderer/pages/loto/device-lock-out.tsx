import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { deviceIndexQuery } from '../../api/queries/devices.ts'
import { lotoBoardQuery } from '../../api/queries/loto.ts'
import { useMay } from '../../api/queries/session.ts'
import { LockMark } from '../../components/lock-mark.tsx'
import { lockOutPath, lotoPath } from '../../paths.ts'
import { sessionAbove, sessionsByDevice } from './board/board-model.ts'
import { useLotoNumber } from './use-number.ts'

/** At a device: the way to lock it out, or to the lock-out under which it stands. */
export function DeviceLockOut({ deviceId }: { deviceId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const number = useLotoNumber()
  const board = useQuery({ ...lotoBoardQuery, enabled: may('loto:read') }).data
  const devices = useQuery(deviceIndexQuery).data
  if (!board || !devices) return null
  const placed = devices.map(({ id, parent_id }) => ({ id, parentId: parent_id }))
  const session = sessionAbove(deviceId, sessionsByDevice(board), placed)
  if (session) {
    return (
      <Button component={Link} to={lotoPath(session.id)} leftSection={<LockMark size={15} />}>
        {number(session.number)}
      </Button>
    )
  }
  if (!may('loto:work')) return null
  return (
    <Button component={Link} to={lockOutPath(deviceId)} leftSection={<IconLock size={15} stroke={1.7} />}>
      {t('loto.act.lockOut')}
    </Button>
  )
}

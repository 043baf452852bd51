import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { LotoBoard } from '../../../api/loto-types.ts'
import { useMay } from '../../../api/queries/session.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { devicePath } from '../../../paths.ts'
import { useDeviceRows } from '../../devices/use-device-rows.ts'
import { MapStage } from '../../map/map-stage.tsx'
import { usePlacedDevices, useSitePlan } from '../../map/use-map-devices.ts'
import classes from './board.module.css'
import { sessionAbove, sessionsByDevice } from './board-model.ts'
import { Unplaced } from './unplaced.tsx'

/** The locks where they hang, each with the people who work behind it. */
export function LotoMap({ board, onOpen }: { board: LotoBoard; onOpen: (sessionId: string) => void }) {
  const { t } = useTranslation()
  const may = useMay()
  const navigate = useNavigate()
  const { rows } = useDeviceRows()
  const { placed, places } = usePlacedDevices(rows)
  const plan = useSitePlan()
  const held = useMemo(() => sessionsByDevice(board), [board])
  const marked = useMemo(
    () =>
      placed.map((device) => {
        const session = held.get(device.id)
        if (!session) return device
        const people = session.personal.map(({ user }) => user.name).join(', ')
        return { ...device, isLocked: true, lockNote: people ? `${device.name}\n${people}` : device.name }
      }),
    [placed, held],
  )
  const select = (deviceId: string | null) => {
    if (deviceId === null) return
    const session = sessionAbove(deviceId, held, rows)
    if (session) onOpen(session.id)
    else Promise.resolve(navigate(devicePath(deviceId))).catch(() => undefined)
  }
  if (!may('devices:read')) return <EmptyState title={t('load.denied')} />
  return (
    <div className={classes.stage}>
      <Loaded query={plan}>
        {(sitePlan) => <MapStage plan={sitePlan} placed={marked} selectedId={null} onSelect={select} />}
      </Loaded>
      <Unplaced board={board} isPlaced={(deviceId) => places.has(deviceId)} />
    </div>
  )
}
